using System.Security.Cryptography;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>Keys that are not used, each said so: a start fails where no usable one is left.</summary>
public sealed class UnusableKeyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly IssuingKey _key = IssuingKey.For("ES256", "k");

    public static TheoryData<string, string> Misused =>
        new()
        {
            { "\"use\":\"enc\"", "its use is not sig" },
            { "\"key_ops\":[\"sign\"]", "its key_ops do not name verify" },
            { "\"key_ops\":\"verify\"", "its key_ops do not name verify" },
            { "\"alg\":\"ES384\"", "its alg ES384 is not one of a P-256 key" },
            { "\"alg\":\"RS256\"", "its alg RS256 is not one of a P-256 key" },
            { "\"alg\":\"HS256\"", "its alg is none that signs JWTs by a key pair" },
            { "\"alg\":\"none\"", "its alg is none that signs JWTs by a key pair" },
            { "\"alg\":1", "has to be a string" },
            { "\"d\":\"AAAA\"", "it is a private key" },
            { "\"k\":\"AAAA\"", "it is a shared secret" },
        };

    [Theory]
    [MemberData(nameof(Misused))]
    public void A_key_that_is_not_for_this_is_passed_over_and_named(string member, string fault)
    {
        var other = IssuingKey.For("ES256", "other", 1);
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(_key.Jwk(member), other.Jwk()));
        verifier.Issuers.Start();

        JwtRefused.As(verifier.Validate(TokenOf.A(_key, verifier)), "key_unknown", "\"k\"");
        Assert.True(verifier.Validate(TokenOf.A(other, verifier)).IsAccepted);
        Assert.Contains(
            verifier.KeyMessages,
            line =>
                line.Contains($"not used: key 1: ", StringComparison.Ordinal)
                && line.Contains(fault, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{"kty":"oct","kid":"k","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", "shared secret")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AAAA"}""", "neither RSA nor EC")]
    [InlineData("""{"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"}""", "none of P-256, P-384 and P-521")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""", "do not have the 32 bytes")]
    [InlineData("""{"kty":"EC","crv":"P-256"}""", "missing or no base64url")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", "17 bits")]
    [InlineData("""[]""", "no JSON object")]
    public void A_key_of_another_form_is_no_key(string jwk, string fault) => AssertUnusable(IssuingKey.Set(jwk), fault);

    [Fact]
    public void A_point_off_the_curve_is_no_key()
    {
        var x = IssuingKey.Encode(Enumerable.Repeat((byte)1, 32).ToArray());

        AssertUnusable(
            IssuingKey.Set($$"""{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{x}}"}"""),
            "does not lie on P-256"
        );
    }

    [Fact]
    public void An_RSA_key_of_1024_bits_is_too_short()
    {
        using var rsa = RSA.Create(1024);
        var key = IssuingKey.From("RS256", rsa, "k");

        AssertUnusable(IssuingKey.Set(key), "1024 bits; 2048 are the least");
        AssertUnusable("Key", key.PublicPem, "1024 bits; 2048 are the least");
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("Ag")]
    [InlineData("AAAAAQ")]
    public void An_RSA_exponent_that_anyone_can_undo_is_refused(string exponent)
    {
        var modulus = IssuingKey.Encode(((RSA)IssuingKey.For("RS256").Pair).ExportParameters(false).Modulus);

        AssertUnusable(IssuingKey.Set($$"""{"kty":"RSA","n":"{{modulus}}","e":"{{exponent}}"}"""), "exponent");
    }

    [Theory]
    [InlineData("", "no well-formed JSON")]
    [InlineData("<html>", "no well-formed JSON")]
    [InlineData("[]", "no JSON Web Key Set")]
    [InlineData("""{"keys":{}}""", "no JSON Web Key Set")]
    [InlineData("""{"keys":[]}""", "it holds no key")]
    [InlineData("""{"keys":[],"keys":[]}""", "no well-formed JSON")]
    public void A_file_that_is_no_key_set_stops_the_start(string content, string fault) =>
        AssertUnusable(content, fault);

    [Fact]
    public void A_set_of_65_keys_is_too_large() =>
        AssertUnusable(IssuingKey.Set([.. Enumerable.Repeat(_key.Jwk(), 65)]), "65 keys; 64 are the most");

    [Fact]
    public void A_private_key_in_a_PEM_file_is_refused_and_not_shown() =>
        AssertUnusable("Key", _key.PrivatePem, "it holds a private key");

    [Theory]
    [InlineData("no pem", "it holds no PEM")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "cannot be decoded")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "cannot be decoded")]
    [InlineData("-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----", "none of PUBLIC KEY")]
    public void Other_PEM_is_no_key(string pem, string fault) => AssertUnusable("Key", pem, fault);

    [Fact]
    public void A_key_that_the_configured_algorithms_do_not_fit_is_refused() =>
        AssertUnusable("Key", _key.PublicPem, "is one of a P-256 key", ("Issuers:idp:Algorithms", "ES384 RS256"));

    [Fact]
    public void A_missing_file_is_named()
    {
        using var verifier = new IssuerVerifier(("Issuers:idp:Key", "file:/nowhere/idp.pem"));

        var exception = Assert.Throws<SecretConfigurationException>(verifier.Issuers.Start);

        Assert.Contains(
            "WsAuth:Jwt:Issuers:idp:Key (file:/nowhere/idp.pem): there is no such file",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_shared_secret_given_in_code_is_refused()
    {
        using var verifier = new IssuerVerifier(
            "Production",
            options =>
            {
                options.Issuers["idp"] = new() { Issuer = TokenOf.Issuer };
                options
                    .Issuers["idp"]
                    .SecurityKeys.Add(new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(new byte[32]));
            }
        );

        Assert.Contains(
            "it is a shared secret",
            Assert.Throws<SecretConfigurationException>(verifier.Issuers.Start).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _folder.Dispose();

    private void AssertUnusable(string set, string fault) => AssertUnusable("KeySet", set, fault);

    private void AssertUnusable(
        string setting,
        string content,
        string fault,
        params (string Name, string Value)[] settings
    )
    {
        using var verifier = new IssuerVerifier([
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ($"Issuers:idp:{setting}", "file:" + _folder.Write("keys", content)),
            .. settings,
        ]);

        var exception = Assert.Throws<SecretConfigurationException>(verifier.Issuers.Start);

        LeakWatch.Observe(exception.Message);
        Assert.Contains(
            verifier.KeyMessages.Append(exception.Message),
            line => line.Contains(fault, StringComparison.Ordinal)
        );
        var verdict = verifier.Validate(TokenOf.A(_key, verifier));
        Assert.False(verdict.IsAccepted);
    }
}
