using System.Text;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Payloads that break the format under a signature that is right: the issuer's own fault, and told as such.</summary>
public sealed class MalformedJwtPayloadTests : IDisposable
{
    private const string NoObject = "Its payload is no";
    private const string Twice = "Its payload has a member twice.";
    private const string Audience = "Its aud is neither a string nor an array of strings.";

    private static readonly Dictionary<string, (string Payload, string Detail)> Cases = new()
    {
        ["sub twice"] = ("""{"sub":"u1","exp":@+300,"sub":"u2"}""", Twice),
        ["sub twice, once escaped"] = ("""{"sub":"u1","exp":@+300,"\u0073ub":"u2"}""", Twice),
        ["sub twice, both escaped"] = ("""{"\u0073ub":"u1","exp":@+300,"s\u0075b":"u2"}""", Twice),
        ["exp twice"] = ("""{"sub":"u1","exp":@-300,"exp":@+300}""", Twice),
        ["a claim of one's own twice"] = ("""{"sub":"u1","exp":@+300,"x":1,"x":1}""", Twice),
        ["a claim with an escaped solidus twice"] = ("""{"sub":"u1","exp":@+300,"a/b":1,"a\/b":1}""", Twice),
        ["an empty name twice"] = ("""{"sub":"u1","exp":@+300,"":1,"":2}""", Twice),
        ["a nested member twice"] = ("""{"sub":"u1","exp":@+300,"x":{"a":1,"a":2}}""", Twice),
        ["a nested member twice, escaped"] = ("""{"sub":"u1","exp":@+300,"x":{"a":1,"\u0061":2}}""", Twice),
        ["a member twice deep in arrays"] = ("""{"sub":"u1","exp":@+300,"x":[[{"a":{"b":1,"b":2}}]]}""", Twice),
        ["a member twice around an object"] = ("""{"x":{"y":1},"sub":"u1","exp":@+300,"x":2}""", Twice),
        ["an array"] = ("""[{"sub":"u1","exp":@+300}]""", NoObject),
        ["a string"] = ("\"u1\"", NoObject),
        ["white space before"] = (""" {"sub":"u1","exp":@+300}""", NoObject),
        ["white space after"] = ("""{"sub":"u1","exp":@+300} """, NoObject),
        ["a line ending after"] = ("{\"sub\":\"u1\",\"exp\":@+300}\n", NoObject),
        ["a byte order mark"] = ("\ufeff{\"sub\":\"u1\",\"exp\":@+300}", NoObject),
        ["a NUL after"] = ("{\"sub\":\"u1\",\"exp\":@+300}\0", NoObject),
        ["two objects"] = ("""{"sub":"u1","exp":@+300}{"sub":"u2"}""", NoObject),
        ["a trailing comma"] = ("""{"sub":"u1","exp":@+300,}""", NoObject),
        ["a comment"] = ("""{"sub":"u1",/**/"exp":@+300}""", NoObject),
        ["an object that does not end"] = ("""{"sub":"u1","exp":@+300,"x":{}""", NoObject),
        ["depth 17 of arrays"] = (Nested(16, '[', ']'), NoObject),
        ["depth 17 of objects"] = (NestedObjects(16), NoObject),
        ["depth 500"] = (Nested(499, '[', ']'), NoObject),
        ["half a surrogate pair in sub"] = ("""{"sub":"\ud800","exp":@+300}""", NoObject),
        ["half a surrogate pair in iss"] = ("""{"sub":"u1","exp":@+300,"iss":"\ud800"}""", NoObject),
        ["half a surrogate pair in aud"] = ("""{"sub":"u1","exp":@+300,"aud":"a\udfff"}""", NoObject),
        ["half a surrogate pair in an aud of many"] = ("""{"sub":"u1","exp":@+300,"aud":["a","\ud800"]}""", NoObject),
        ["half a surrogate pair in a claim"] = ("""{"sub":"u1","exp":@+300,"x":"\ud800x"}""", NoObject),
        ["two high halves in a claim"] = ("""{"sub":"u1","exp":@+300,"x":"\ud800\ud800"}""", NoObject),
        ["half a surrogate pair deep in a claim"] = ("""{"sub":"u1","exp":@+300,"x":[{"y":"\udc00"}]}""", NoObject),
        ["half a surrogate pair in a name"] = ("""{"sub":"u1","exp":@+300,"\ud800":1}""", NoObject),
        ["half a surrogate pair in a nested name"] = ("""{"sub":"u1","exp":@+300,"x":{"\udc00":1}}""", NoObject),
        ["half a surrogate pair after two names of one hash"] = (
            """{"sub":"u1","exp":@+300,"cpckxa":1,"cndtrw":2,"\ud800":3}""",
            NoObject
        ),
        ["sub a number"] = ("""{"sub":1,"exp":@+300}""", "Its sub is no string."),
        ["sub null"] = ("""{"sub":null,"exp":@+300}""", "Its sub is no string."),
        ["sub an array"] = ("""{"sub":["u1"],"exp":@+300}""", "Its sub is no string."),
        ["sub an object"] = ("""{"sub":{"id":"u1"},"exp":@+300}""", "Its sub is no string."),
        ["iss a number"] = ("""{"sub":"u1","exp":@+300,"iss":1}""", "Its iss is no string."),
        ["iss null"] = ("""{"sub":"u1","exp":@+300,"iss":null}""", "Its iss is no string."),
        ["iss an array"] = ("""{"sub":"u1","exp":@+300,"iss":["a"]}""", "Its iss is no string."),
        ["aud a number"] = ("""{"sub":"u1","exp":@+300,"aud":1}""", Audience),
        ["aud null"] = ("""{"sub":"u1","exp":@+300,"aud":null}""", Audience),
        ["aud an object"] = ("""{"sub":"u1","exp":@+300,"aud":{"a":"chat"}}""", Audience),
        ["aud with a number"] = ("""{"sub":"u1","exp":@+300,"aud":["chat",1]}""", Audience),
        ["aud with null"] = ("""{"sub":"u1","exp":@+300,"aud":[null]}""", Audience),
        ["aud nested"] = ("""{"sub":"u1","exp":@+300,"aud":[["chat"]]}""", Audience),
    };

    private readonly JwtVerifier _verifier = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_payload_is_refused_as_authentic_but_malformed(string name)
    {
        var (payload, detail) = Cases[name];

        JwtRefused.AfterTheSignature(_verifier.Validate(_verifier.Sign(payload)), detail);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_payload_under_a_wrong_signature_is_refused_for_the_signature(string name)
    {
        var token = HandmadeJwt.Sign(HandmadeJwt.Header, _verifier.At(Cases[name].Payload), "another key"u8);

        JwtRefused.As(_verifier.Validate(token), "signature_mismatch", "does not verify the signature");
    }

    [Theory]
    [InlineData("7B22737562223A2275FF227D")] // a byte that no UTF-8 has
    [InlineData("7B22737562223A22C0AF227D")] // an overlong slash
    [InlineData("7B22737562223A22EDA080227D")] // half a surrogate pair
    [InlineData("7B22737562223A22F4908080227D")] // beyond U+10FFFF
    [InlineData("7B22FE223A317D")] // in a name
    public void A_payload_that_is_no_utf8_is_refused(string hex)
    {
        var header = Encoding.UTF8.GetBytes(HandmadeJwt.Header);

        var verdict = _verifier.Validate(HandmadeJwt.Sign(header, Convert.FromHexString(hex), _verifier.Key));

        JwtRefused.AfterTheSignature(verdict, "Its payload is no JSON object in UTF-8.");
    }

    [Fact]
    public void More_claims_than_the_first_buffer_holds_are_told_apart_too()
    {
        var members = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"m{i}\":{i}"));

        Assert.True(_verifier.Validate(_verifier.Sign($$"""{"sub":"u1","exp":@+300,{{members}}}""")).IsAccepted);
        JwtRefused.AfterTheSignature(
            _verifier.Validate(_verifier.Sign($$"""{"sub":"u1","exp":@+300,{{members}},"m0":0}""")),
            Twice
        );
    }

    [Fact]
    public void Two_names_of_one_hash_are_no_duplicate_but_a_duplicate_beside_them_is_one()
    {
        const string Collision = """{"sub":"u1","exp":@+300,"x":{"cpckxa":1,"cndtrw":2}}""";
        const string Before = """{"sub":"u1","exp":@+300,"y":1,"cpckxa":1,"cndtrw":2,"y":2}""";
        const string After = """{"sub":"u1","exp":@+300,"cpckxa":1,"cndtrw":2,"z":{"a":1,"a":2}}""";

        Assert.True(_verifier.Validate(_verifier.Sign(Collision)).IsAccepted);
        JwtRefused.AfterTheSignature(_verifier.Validate(_verifier.Sign(Before)), Twice);
        JwtRefused.AfterTheSignature(_verifier.Validate(_verifier.Sign(After)), Twice);
    }

    public void Dispose() => _verifier.Dispose();

    private static string Nested(int levels, char open, char close) =>
        $$"""{"sub":"u1","exp":@+300,"x":{{new string(open, levels)}}{{new string(close, levels)}}}""";

    private static string NestedObjects(int levels) =>
        $$"""{"sub":"u1","exp":@+300,"x":{{string.Concat(Enumerable.Repeat("{\"a\":", levels))}}1{{new string('}', levels)}}}""";
}
