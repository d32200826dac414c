using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Type, issuer, audience and subject of tokens that are authentic and in time.</summary>
public sealed class JwtClaimRulesTests : IDisposable
{
    private readonly JwtVerifier _verifier = new(
        ("Jwt:Issuer", "https://issuer.example"),
        ("Jwt:Audience", "chat https://api.example/")
    );

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("Jwt")]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    [InlineData("Application/At+Jwt")]
    public void The_type_of_an_access_token_is_accepted_in_any_letter_case(string type) =>
        Assert.True(_verifier.Validate(_verifier.Sign(Right, $$"""{"alg":"HS256","typ":"{{type}}"}""")).IsAccepted);

    [Theory]
    [InlineData("ws-ticket+jwt")]
    [InlineData("application/jwt")]
    [InlineData("id+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("JWE")]
    [InlineData("")]
    [InlineData("JWT ")]
    [InlineData("JWT\\u0000")]
    [InlineData("at\\uff0bjwt")]
    public void Another_type_is_refused_after_the_signature(string type)
    {
        var token = _verifier.Sign(Right, $$"""{"alg":"HS256","typ":"{{type}}"}""");

        var verdict = _verifier.Validate(token);

        JwtRefused.As(verdict, "type_refused", "Its typ is \"");
        Assert.NotNull(verdict.Key);
    }

    [Theory]
    [InlineData("https://issuer.example/")]
    [InlineData("https://Issuer.example")]
    [InlineData("HTTPS://issuer.example")]
    [InlineData("https://issuer.example ")]
    [InlineData("https://issuer.exampl")]
    [InlineData("https://issuer.example.evil.example")]
    [InlineData("")]
    public void Another_issuer_is_refused_with_expected_and_seen(string issuer)
    {
        var token = _verifier.Sign($$"""{"sub":"u1","exp":@+300,"iss":"{{issuer}}","aud":"chat"}""");

        JwtRefused.As(
            _verifier.Validate(token),
            "issuer_refused",
            $"Expected iss 'https://issuer.example', seen \"{issuer}\"."
        );
    }

    [Fact]
    public void A_token_without_issuer_or_audience_is_refused_where_they_are_configured()
    {
        JwtRefused.As(
            _verifier.Validate(_verifier.Sign("""{"sub":"u1","exp":@+300,"aud":"chat"}""")),
            "issuer_refused",
            "seen none"
        );
        JwtRefused.As(
            _verifier.Validate(_verifier.Sign("""{"sub":"u1","exp":@+300,"iss":"https://issuer.example"}""")),
            "audience_refused",
            "seen none"
        );
    }

    [Theory]
    [InlineData("\"chat\"")]
    [InlineData("\"https://api.example/\"")]
    [InlineData("[\"chat\"]")]
    [InlineData("[\"other\",\"chat\"]")]
    [InlineData("[\"chat\",\"other\"]")]
    [InlineData("[\"other\",\"\\u0063hat\"]")]
    [InlineData("\"ch\\u0061t\"")]
    public void One_of_the_configured_audiences_is_enough(string audience) =>
        Assert.True(_verifier.Validate(_verifier.Sign(WithAudience(audience))).IsAccepted);

    [Theory]
    [InlineData("\"Chat\"")]
    [InlineData("\"chat \"")]
    [InlineData("\"cha\"")]
    [InlineData("\"chats\"")]
    [InlineData("\"\"")]
    [InlineData("\"chat https://api.example/\"")]
    [InlineData("\"https://api.example\"")]
    [InlineData("[]")]
    [InlineData("[\"other\"]")]
    [InlineData("[\"chatother\",\"\"]")]
    public void Another_audience_is_refused_with_expected_and_seen(string audience) =>
        JwtRefused.As(
            _verifier.Validate(_verifier.Sign(WithAudience(audience))),
            "audience_refused",
            "Expected aud 'chat' or 'https://api.example/', seen "
        );

    [Theory]
    [InlineData("""{"exp":@+300}""")]
    [InlineData("""{"sub":"","exp":@+300}""")]
    [InlineData("""{"Sub":"u1","exp":@+300}""")]
    [InlineData("""{"x":{"sub":"u1"},"exp":@+300}""")]
    public void A_token_without_a_subject_is_refused_unless_that_is_switched_off(string payload)
    {
        using var strict = new JwtVerifier();
        using var lenient = new JwtVerifier(("Jwt:RequireSubject", "false"));

        JwtRefused.As(strict.Validate(strict.Sign(payload)), "claim_missing", "It has no sub");
        var verdict = lenient.Validate(lenient.Sign(payload));
        Assert.True(verdict.IsAccepted);
        Assert.Equal("", verdict.Subject);
    }

    [Theory]
    [InlineData("""{"sub":null,"exp":@+300}""")]
    [InlineData("""{"sub":7,"exp":@+300}""")]
    public void A_subject_that_is_no_string_is_refused_even_where_none_is_required(string payload)
    {
        using var lenient = new JwtVerifier(("Jwt:RequireSubject", "false"));

        JwtRefused.AfterTheSignature(lenient.Validate(lenient.Sign(payload)), "Its sub is no string.");
    }

    [Theory]
    [InlineData("""{"sub":"u1"}""")]
    [InlineData("""{"sub":"u1","EXP":@+300}""")]
    [InlineData("""{"sub":"u1","expires":@+300,"x":{"exp":@+300}}""")]
    public void A_token_without_an_end_is_refused(string payload)
    {
        using var verifier = new JwtVerifier();

        JwtRefused.As(verifier.Validate(verifier.Sign(payload)), "claim_missing", "It has no exp");
    }

    [Fact]
    public void What_the_issuer_claims_is_withheld_from_the_detail_where_it_looks_like_a_credential()
    {
        var planted = WsAuth.Testing.TestSecrets.Hex();

        var verdict = _verifier.Validate(
            _verifier.Sign($$"""{"sub":"u1","exp":@+300,"aud":"chat","iss":"{{planted}}"}""")
        );

        JwtRefused.As(verdict, "issuer_refused", "withheld");
    }

    public void Dispose() => _verifier.Dispose();

    private const string Right = """{"sub":"u1","exp":@+300,"iss":"https://issuer.example","aud":"chat"}""";

    private static string WithAudience(string audience) =>
        $$"""{"sub":"u1","exp":@+300,"iss":"https://issuer.example","aud":{{audience}}}""";
}
