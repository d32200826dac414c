using System.Security.Cryptography;
using System.Text;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>The classic attacks on verifiers that hold public keys (RFC 8725 §2.1–2.3).</summary>
public sealed class KeyConfusionTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly IssuingKey _rsa = IssuingKey.For("RS256", "rsa");
    private readonly IssuingKey _ec = IssuingKey.For("ES256", "ec");
    private readonly IssuerVerifier _verifier;

    public KeyConfusionTests() => _verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(_rsa, _ec));

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void The_public_key_is_no_secret(string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}","kid":"rsa"}""";
        foreach (var published in new[] { _rsa.PublicPem, _rsa.PublicPem.Trim(), _rsa.Jwk() })
        {
            var token = HandmadeJwt.Sign(
                header,
                _verifier.At(TokenOf.Payload),
                Encoding.UTF8.GetBytes(published),
                algorithm
            );

            JwtRefused.As(_verifier.Validate(token), "algorithm_refused", "(https://idp.example) signs with key pairs");
        }
    }

    [Fact]
    public void The_own_secret_cannot_speak_for_an_issuer()
    {
        var token = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            _verifier.At(TokenOf.Payload),
            Encoding.UTF8.GetBytes(_verifier.Secret)
        );

        JwtRefused.As(_verifier.Validate(token), "algorithm_refused", "issuer 'idp'");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("rs256")]
    [InlineData("RSA-OAEP")]
    [InlineData("EdDSA")]
    public void No_other_algorithm_is_known(string algorithm)
    {
        var token =
            $"{HandmadeJwt.Encode($$"""{"alg":"{{algorithm}}","kid":"rsa"}""")}.{HandmadeJwt.Encode(_verifier.At(TokenOf.Payload))}.";

        JwtRefused.As(_verifier.Validate(token), "algorithm_refused", algorithm);
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("PS256")]
    public void A_key_serves_one_algorithm_only(string algorithm)
    {
        var other = IssuingKey.From(algorithm, _rsa.Pair, "rsa");

        JwtRefused.As(
            _verifier.Validate(TokenOf.A(other, _verifier)),
            "algorithm_refused",
            "is for one algorithm: \"rsa\" RS256"
        );
    }

    [Fact]
    public void A_key_inside_the_header_is_not_trusted()
    {
        var attacker = IssuingKey.For("RS256", number: 7);
        var certificate = Convert.ToBase64String(attacker.Pair.ExportSubjectPublicKeyInfo());
        foreach (
            var member in new[]
            {
                $"\"jwk\":{attacker.Jwk()}",
                "\"jku\":\"https://attacker.example/keys\"",
                "\"x5u\":\"https://attacker.example/chain\"",
                $"\"x5c\":[\"{certificate}\"]",
            }
        )
        {
            var token = TokenOf.A(attacker, _verifier, header: $$"""{"alg":"RS256","kid":"rsa",{{member}}}""");

            JwtRefused.As(_verifier.Validate(token), "signature_mismatch", "names the key \"rsa\"");
        }
    }

    [Fact]
    public void A_key_of_another_issuer_is_never_tried()
    {
        var (one, two) = (IssuingKey.For("ES256", "k"), IssuingKey.For("ES256", "k", 1));
        using var verifier = new IssuerVerifier(
            ("Issuers:one:Issuer", "https://one.example"),
            ("Issuers:one:KeySet", "file:" + _folder.Write("one.json", IssuingKey.Set(one))),
            ("Issuers:two:Issuer", "https://two.example"),
            (
                "Issuers:two:KeySet",
                "file:" + _folder.Write("two.json", IssuingKey.Set(two, IssuingKey.For("ES256", "only-two", 2)))
            )
        );
        const string OfOne = """{"iss":"https://one.example","sub":"u1","exp":@+300}""";

        JwtRefused.As(verifier.Validate(TokenOf.A(two, verifier, OfOne)), "signature_mismatch", "issuer 'one'");
        JwtRefused.As(
            verifier.Validate(TokenOf.A(IssuingKey.For("ES256", "only-two", 2), verifier, OfOne)),
            "key_unknown",
            "issuer 'one'"
        );
        Assert.True(verifier.Validate(TokenOf.A(one, verifier, OfOne)).IsAccepted);
    }

    [Fact]
    public void A_second_iss_selects_nothing()
    {
        const string Twice = """{"iss":"https://idp.example","sub":"u1","exp":@+300,"iss":"https://other.example"}""";

        JwtRefused.As(_verifier.Validate(TokenOf.A(_ec, _verifier, Twice)), "token_malformed", "a member twice");
    }

    [Fact]
    public void A_nested_iss_selects_nothing()
    {
        const string Nested = """{"act":{"iss":"https://idp.example"},"sub":"u1","exp":@+300}""";

        JwtRefused.As(_verifier.Validate(TokenOf.A(_ec, _verifier, Nested)), "issuer_refused", "is none");
    }

    [Fact]
    public void An_issuer_without_a_name_cannot_speak_for_the_own_service()
    {
        using var verifier = new IssuerVerifier(
            ("Issuer", "https://own.example"),
            ("Issuers:idp:Key", "file:" + _folder.Write("ec.pem", _ec.PublicPem))
        );

        Assert.True(verifier.Validate(TokenOf.A(_ec, verifier)).IsAccepted);
        JwtRefused.As(
            verifier.Validate(TokenOf.A(_ec, verifier, """{"iss":"https://own.example","sub":"u1","exp":@+300}""")),
            "algorithm_refused",
            "secret 'jwt' is for HS256"
        );
    }

    [Theory]
    [InlineData("ES256", 64)]
    [InlineData("ES384", 96)]
    [InlineData("ES512", 132)]
    public void A_signature_of_zeros_does_not_verify(string algorithm, int length)
    {
        var key = IssuingKey.For(algorithm, "k");
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(key));

        JwtRefused.As(
            verifier.Validate(WithSignature(TokenOf.A(key, verifier), new byte[length])),
            "signature_mismatch",
            "\"k\""
        );
    }

    [Fact]
    public void A_DER_encoded_signature_is_named()
    {
        var token = TokenOf.A(_ec, _verifier);
        var input = token[..token.LastIndexOf('.')];
        var der = _ec.SignBytes(Encoding.ASCII.GetBytes(input), DSASignatureFormat.Rfc3279DerSequence);

        JwtRefused.BeforeTheSignature(_verifier.Validate(WithSignature(token, der)), "is DER-encoded");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(96)]
    public void A_signature_of_another_length_is_malformed(int length)
    {
        var token = WithSignature(TokenOf.A(_ec, _verifier), Enumerable.Repeat((byte)1, length).ToArray());

        JwtRefused.BeforeTheSignature(_verifier.Validate(token), length == 0 ? "is empty" : $"has {length} bytes");
    }

    [Fact]
    public void A_signature_over_another_payload_does_not_fit()
    {
        var parts = TokenOf.A(_rsa, _verifier).Split('.');
        parts[1] = HandmadeJwt.Encode(_verifier.At("""{"iss":"https://idp.example","sub":"admin","exp":@+300}"""));

        JwtRefused.As(_verifier.Validate(string.Join('.', parts)), "signature_mismatch", "\"rsa\"");
    }

    [Fact]
    public void The_times_of_an_issuers_token_are_checked() =>
        JwtRefused.As(
            _verifier.Validate(TokenOf.A(_ec, _verifier, """{"iss":"https://idp.example","sub":"u1","exp":@-31}""")),
            "token_expired",
            "31 s ago"
        );

    public void Dispose()
    {
        _verifier.Dispose();
        _folder.Dispose();
    }

    private static string WithSignature(string token, byte[] signature) =>
        LeakWatch.ProtectToken($"{token[..token.LastIndexOf('.')]}.{IssuingKey.Encode(signature)}");
}
