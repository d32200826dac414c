using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>What is to be changed at an issuer's entry, and not at the own service's settings, which stand beside it.</summary>
public sealed class IssuerFixTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_wrong_audience_names_the_issuer_and_its_own_setting()
    {
        var key = IssuingKey.For("ES256");
        using var verifier = Of(key, ("Audience", "mail"), ("Issuers:idp:Audience", "chat"));

        var verdict = verifier.Validate(
            TokenOf.A(key, verifier, $$"""{"iss":"{{TokenOf.Issuer}}","sub":"u1","aud":"mail","exp":@+300}""")
        );

        JwtRefused.As(verdict, "audience_refused", "Expected aud 'chat'");
        Assert.Equal(
            "Ask the issuer for a token for this service, or correct WsAuth:Jwt:Issuers:idp:Audience.",
            verdict.Fix
        );
    }

    [Theory]
    [InlineData("/", "Set WsAuth:Jwt:Issuers:idp:Issuer to exactly what the issuer writes")]
    [InlineData(".other", "Send a token of one of these issuers, or add an entry for this one to WsAuth:Jwt:Issuers.")]
    public void An_iss_that_names_no_entry_names_the_setting_of_the_entry_that_was_meant(string ending, string fix)
    {
        var key = IssuingKey.For("ES256");
        using var verifier = Of(key);

        var verdict = verifier.Validate(
            TokenOf.A(key, verifier, $$"""{"iss":"{{TokenOf.Issuer}}{{ending}}","sub":"u1","exp":@+300}""")
        );

        JwtRefused.As(verdict, "issuer_refused", "its iss (not verified) is");
        Assert.StartsWith(fix, verdict.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"iss":"I","sub":"u1","exp":1700000000000}""", "Its exp is in milliseconds")]
    [InlineData("""{"iss":"I","sub":"u1","exp":@+300,"iat":1700000000000}""", "Its iat is in milliseconds")]
    [InlineData("""{"iss":"I","sub":"u1","exp":@+300,"nbf":1700000000000}""", "Its nbf is in milliseconds")]
    [InlineData("""{"iss":"I","sub":"u1","exp":17000000000000000}""", "Its exp is no NumericDate")]
    public void Milliseconds_are_named(string payload, string detail)
    {
        var key = IssuingKey.For("ES256");
        using var verifier = Of(key);

        var verdict = verifier.Validate(
            TokenOf.A(key, verifier, payload.Replace("\"I\"", $"\"{TokenOf.Issuer}\"", StringComparison.Ordinal))
        );

        JwtRefused.As(verdict, "token_malformed", detail);
    }

    public void Dispose() => _folder.Dispose();

    private IssuerVerifier Of(IssuingKey key, params (string Name, string Value)[] settings) =>
        new([
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:Key", "file:" + _folder.Write("idp.pem", key.PublicPem)),
            .. settings,
        ]);
}
