using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>
/// Tokens with everything wrong from some step on: the first step that is not content gives the reason, and what stands behind
/// the signature is not looked at before the signature is verified.
/// </summary>
public sealed class OrderOfJwtChecksTests : IDisposable
{
    private const string AllWrong = """{"sub":"","exp":@-300,"nbf":@+300,"iss":"other","aud":"other"}""";

    private readonly JwtVerifier _verifier = new(("Jwt:Issuer", "issuer"), ("Jwt:Audience", "chat"));

    [Fact]
    public void Shape_comes_before_the_header() =>
        JwtRefused.BeforeTheSignature(_verifier.Validate(HandmadeJwt.Encode("""{"alg":"none"}""") + ".e30"), "2 parts");

    [Fact]
    public void Size_comes_before_the_header() =>
        JwtRefused.As(
            _verifier.Validate(_verifier.Sign(new string(' ', 8000), """{"alg":"none"}""")),
            "credential_too_large",
            "a JWT may have 8192"
        );

    [Fact]
    public void The_header_comes_before_the_algorithm() =>
        JwtRefused.BeforeTheSignature(
            _verifier.Validate(Forge("""{"alg":"none","crit":["x"]}""", AllWrong)),
            "demands an extension"
        );

    [Theory]
    [InlineData("""{"alg":"none","typ":"other"}""")]
    [InlineData("""{"alg":"RS256","typ":"other","kid":"fp:0123456789ab"}""")]
    public void The_algorithm_comes_before_key_signature_and_times(string header) =>
        JwtRefused.As(_verifier.Validate(Forge(header, AllWrong)), "algorithm_refused", "is for HS256");

    [Fact]
    public void The_key_comes_before_the_signature() =>
        JwtRefused.As(
            _verifier.Validate(Forge("""{"alg":"HS256","typ":"other","kid":"fp:0123456789ab"}""", AllWrong)),
            "key_unknown",
            "fp:0123456789ab"
        );

    [Fact]
    public void The_signature_comes_before_type_and_times() =>
        JwtRefused.As(
            _verifier.Validate(Forge("""{"alg":"HS256","typ":"other"}""", AllWrong)),
            "signature_mismatch",
            "does not verify the signature"
        );

    [Fact]
    public void The_payloads_form_comes_before_the_type() =>
        JwtRefused.AfterTheSignature(
            _verifier.Validate(_verifier.Sign("""{"sub":1,"exp":@-300}""", """{"alg":"HS256","typ":"other"}""")),
            "Its sub is no string."
        );

    [Fact]
    public void The_type_comes_before_the_times() =>
        JwtRefused.As(
            _verifier.Validate(_verifier.Sign(AllWrong, """{"alg":"HS256","typ":"other"}""")),
            "type_refused",
            "other"
        );

    [Theory]
    [InlineData(AllWrong, "token_expired", "300 s ago")]
    [InlineData("""{"sub":"","exp":@+300,"nbf":@+300,"iss":"other"}""", "token_not_yet_valid", "300 s ahead")]
    [InlineData("""{"sub":"","exp":@+300,"iss":"other","aud":"other"}""", "issuer_refused", "other")]
    [InlineData("""{"sub":"","exp":@+300,"iss":"issuer","aud":"other"}""", "audience_refused", "other")]
    [InlineData("""{"sub":"","exp":@+300,"iss":"issuer","aud":"chat"}""", "claim_missing", "no sub")]
    public void Then_come_times_issuer_audience_and_subject(string payload, string reason, string detail) =>
        JwtRefused.As(_verifier.Validate(_verifier.Sign(payload)), reason, detail);

    [Fact]
    public void A_server_without_a_secret_says_so_whatever_is_presented()
    {
        using var empty = new JwtVerifier(("Secrets:jwt:Order", "env:ABSENT"));

        foreach (var token in new[] { "", "x", _verifier.Sign() })
        {
            var verdict = empty.Validate(token);

            Assert.Equal("secret_unavailable", verdict.Reason!.Code);
            Assert.Contains("env:ABSENT", verdict.Detail, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _verifier.Dispose();

    private string Forge(string header, string payload) =>
        HandmadeJwt.Sign(header, _verifier.At(payload), System.Text.Encoding.UTF8.GetBytes(TestSecrets.Hex()));
}
