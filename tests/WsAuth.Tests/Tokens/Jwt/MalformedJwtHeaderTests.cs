using System.Text;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Headers that break the format. Each token is signed correctly over what it says: nothing but the header is wrong.</summary>
public sealed class MalformedJwtHeaderTests : IDisposable
{
    private const string NoObject = "Its header is no JSON object";
    private const string Twice = "Its header has a member twice.";
    private const string Extension = "demands an extension";

    private static readonly Dictionary<string, (string Header, string Detail)> Cases = new()
    {
        ["alg missing"] = ("""{"typ":"JWT"}""", "names no algorithm"),
        ["empty object"] = ("{}", "names no algorithm"),
        ["alg in a nested object only"] = ("""{"x":{"alg":"HS256"}}""", "names no algorithm"),
        ["alg null"] = ("""{"alg":null}""", "alg is no string"),
        ["alg a number"] = ("""{"alg":256}""", "alg is no string"),
        ["alg an array"] = ("""{"alg":["HS256"]}""", "alg is no string"),
        ["alg an object"] = ("""{"alg":{"name":"HS256"}}""", "alg is no string"),
        ["alg true"] = ("""{"alg":true}""", "alg is no string"),
        ["kid a number"] = ("""{"alg":"HS256","kid":1}""", "kid is no string"),
        ["kid null"] = ("""{"alg":"HS256","kid":null}""", "kid is no string"),
        ["kid an array"] = ("""{"alg":"HS256","kid":["a"]}""", "kid is no string"),
        ["typ a number"] = ("""{"alg":"HS256","typ":1}""", "typ is no string"),
        ["typ null"] = ("""{"alg":"HS256","typ":null}""", "typ is no string"),
        ["crit"] = ("""{"alg":"HS256","crit":["exp"],"exp":1}""", Extension),
        ["crit empty"] = ("""{"alg":"HS256","crit":[]}""", Extension),
        ["crit null"] = ("""{"alg":"HS256","crit":null}""", Extension),
        ["crit escaped"] = ("""{"alg":"HS256","\u0063rit":["x"]}""", Extension),
        ["b64 false"] = ("""{"alg":"HS256","b64":false}""", Extension),
        ["b64 true"] = ("""{"alg":"HS256","b64":true}""", Extension),
        ["alg twice"] = ("""{"alg":"none","alg":"HS256"}""", Twice),
        ["alg twice and the same"] = ("""{"alg":"HS256","alg":"HS256"}""", Twice),
        ["alg twice, once escaped"] = ("""{"alg":"HS256","\u0061lg":"none"}""", Twice),
        ["an ignored member twice"] = ("""{"alg":"HS256","x":1,"x":2}""", Twice),
        ["a nested member twice"] = ("""{"alg":"HS256","jwk":{"k":"a","k":"b"}}""", Twice),
        ["a member twice within an array"] = ("""{"alg":"HS256","x":[1,{"a":1,"b":2,"a":3}]}""", Twice),
        ["a member twice around an object"] = ("""{"alg":"HS256","x":1,"y":{"z":1},"x":2}""", Twice),
        ["an array"] = ("""["HS256"]""", NoObject),
        ["a string"] = ("\"HS256\"", NoObject),
        ["a number"] = ("1", NoObject),
        ["null"] = ("null", NoObject),
        ["white space before"] = (""" {"alg":"HS256"}""", NoObject),
        ["white space after"] = ("""{"alg":"HS256"} """, NoObject),
        ["a line ending after"] = ("{\"alg\":\"HS256\"}\n", NoObject),
        ["a byte order mark"] = ("\ufeff{\"alg\":\"HS256\"}", NoObject),
        ["two objects"] = ("""{"alg":"HS256"}{}""", NoObject),
        ["a NUL after"] = ("{\"alg\":\"HS256\"}\0", NoObject),
        ["a trailing comma"] = ("""{"alg":"HS256",}""", NoObject),
        ["a comment"] = ("""{"alg":"HS256"/* */}""", NoObject),
        ["single quotes"] = ("{'alg':'HS256'}", NoObject),
        ["a name without quotes"] = ("""{alg:"HS256"}""", NoObject),
        ["an object that does not end"] = ("""{"alg":"HS256","x":{}""", NoObject),
        ["a raw control character"] = ("{\"alg\":\"HS256\",\"x\":\"\u0001\"}", NoObject),
        ["NaN"] = ("""{"alg":"HS256","x":NaN}""", NoObject),
        ["a number with a leading zero"] = ("""{"alg":"HS256","x":01}""", NoObject),
        ["half a surrogate pair in alg"] = ("""{"alg":"\ud800"}""", NoObject),
        ["half a surrogate pair in kid"] = ("""{"alg":"HS256","kid":"\udc00"}""", NoObject),
        ["half a surrogate pair in typ"] = ("""{"alg":"HS256","typ":"JWT\ud800"}""", NoObject),
        ["half a surrogate pair in a name"] = ("""{"alg":"HS256","\ud800":1}""", NoObject),
        ["half a surrogate pair in an ignored value"] = ("""{"alg":"HS256","x":["\ud83d"]}""", NoObject),
        ["depth 17"] = ($$"""{"alg":"HS256","x":{{new string('[', 16)}}{{new string(']', 16)}}}""", NoObject),
    };

    private readonly JwtVerifier _verifier = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_header_is_refused_as_malformed(string name)
    {
        var (header, detail) = Cases[name];

        JwtRefused.BeforeTheSignature(_verifier.Validate(_verifier.Sign(header: header)), detail);
    }

    [Theory]
    [InlineData("7B22616C67223A225348FF36227D")] // a byte that no UTF-8 has
    [InlineData("7B22616C67223A224853323536222C2278223A22C0AF227D")] // an overlong slash
    [InlineData("7B22616C67223A224853323536222C2278223A22EDA080227D")] // half a surrogate pair
    [InlineData("7B22616C67223A224853323536222C2278223A22E282227D")] // a sequence cut off
    [InlineData("7B0022006100")] // UTF-16
    public void A_header_that_is_no_utf8_is_refused_as_malformed(string hex)
    {
        var payload = Encoding.UTF8.GetBytes(_verifier.At(HandmadeJwt.Payload));

        var verdict = _verifier.Validate(HandmadeJwt.Sign(Convert.FromHexString(hex), payload, _verifier.Key));

        JwtRefused.BeforeTheSignature(verdict, "Its header is no JSON object in UTF-8.");
    }

    [Fact]
    public void Two_names_of_one_hash_are_no_duplicate_but_a_duplicate_beside_them_is_one()
    {
        const string Collision = """{"alg":"HS256","cpckxa":1,"cndtrw":2}""";
        const string Duplicate = """{"alg":"HS256","cpckxa":1,"cndtrw":2,"cpckxa":3}""";

        Assert.True(_verifier.Validate(_verifier.Sign(header: Collision)).IsAccepted);
        JwtRefused.BeforeTheSignature(_verifier.Validate(_verifier.Sign(header: Duplicate)), Twice);
    }

    [Fact]
    public void More_members_than_the_first_buffer_holds_are_told_apart_too()
    {
        var members = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"m{i}\":{i}"));

        Assert.True(_verifier.Validate(_verifier.Sign(header: $$"""{"alg":"HS256",{{members}}}""")).IsAccepted);
        JwtRefused.BeforeTheSignature(
            _verifier.Validate(_verifier.Sign(header: $$"""{"alg":"HS256",{{members}},"m3":0}""")),
            Twice
        );
    }

    [Fact]
    public void A_refused_header_is_not_told_in_the_detail()
    {
        var planted = TestSecrets.Hex();

        var verdict = _verifier.Validate(_verifier.Sign(header: $$"""{"alg":"{{planted}}"}"""));

        Assert.Contains("withheld", verdict.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _verifier.Dispose();
}
