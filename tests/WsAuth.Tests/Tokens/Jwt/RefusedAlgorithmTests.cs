using System.Security.Cryptography;
using System.Text;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>One algorithm per key (RFC 8725 §3.1): whatever else a token names is refused before any key is tried.</summary>
public sealed class RefusedAlgorithmTests : IDisposable
{
    private readonly JwtVerifier _verifier = new();

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("hs256")]
    [InlineData("Hs256")]
    [InlineData("HS256 ")]
    [InlineData(" HS256")]
    [InlineData("HS25")]
    [InlineData("HS2560")]
    [InlineData("HMACSHA256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    [InlineData("dir")]
    [InlineData("HS256\\u0000")]
    [InlineData("\\uff28S256")]
    public void A_token_with_another_algorithm_is_refused_whatever_signed_it(string algorithm)
    {
        var token = _verifier.Sign(header: $$"""{"alg":"{{algorithm}}","typ":"JWT"}""");

        JwtRefused.As(_verifier.Validate(token), "algorithm_refused", "secret 'jwt' is for HS256");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("NoNe")]
    public void A_token_without_a_signature_is_refused_for_the_algorithm_that_it_names(string algorithm)
    {
        var header = HandmadeJwt.Encode($$"""{"alg":"{{algorithm}}"}""");
        var token = $"{header}.{HandmadeJwt.Encode(_verifier.At(HandmadeJwt.Payload))}.";

        JwtRefused.As(_verifier.Validate(token), "algorithm_refused", $"It names \"{algorithm}\"");
    }

    [Fact]
    public void An_rsa_public_key_used_as_hmac_secret_opens_nothing()
    {
        using var rsa = RSA.Create(2048);
        var pem = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
        var payload = _verifier.At(HandmadeJwt.Payload);

        JwtRefused.As(
            _verifier.Validate(HandmadeJwt.Sign("""{"alg":"RS256"}""", payload, pem)),
            "algorithm_refused",
            "RS256"
        );
        JwtRefused.As(
            _verifier.Validate(HandmadeJwt.Sign("""{"alg":"HS256"}""", payload, pem)),
            "signature_mismatch",
            "does not verify the signature"
        );
    }

    [Theory]
    [InlineData("HS384", 48)]
    [InlineData("HS512", 64)]
    public void The_other_algorithms_are_accepted_where_configured_and_hs256_is_not(string algorithm, int keyBytes)
    {
        var variables = new TestVariables();
        var secret = TestSecrets.Hex(keyBytes / 2);
        variables["OTHER"] = secret;
        using var verifier = new JwtVerifier(
            variables,
            ("Jwt:Algorithm", algorithm),
            ("Secrets:jwt:Order", "env:OTHER")
        );
        var key = Encoding.UTF8.GetBytes(secret);
        var payload = verifier.At(HandmadeJwt.Payload);

        var right = HandmadeJwt.Sign($$"""{"alg":"{{algorithm}}"}""", payload, key, algorithm);
        var shorter = HandmadeJwt.Sign("""{"alg":"HS256"}""", payload, key);
        var lying = HandmadeJwt.Sign($$"""{"alg":"{{algorithm}}"}""", payload, key);

        Assert.True(verifier.Validate(right).IsAccepted);
        JwtRefused.As(verifier.Validate(shorter), "algorithm_refused", $"is for {algorithm}");
        JwtRefused.BeforeTheSignature(verifier.Validate(lying), "Its signature has 43 characters");
    }

    public void Dispose() => _verifier.Dispose();
}
