using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>NumericDate as JSON writes it, and the three times exact to the second.</summary>
public sealed class JwtTimesTests : IDisposable
{
    private readonly JwtVerifier _verifier = new();

    public static TheoryData<string, string> NoDates
    {
        get
        {
            string[] values =
            [
                "\"1795176300\"",
                "\"never\"",
                "null",
                "true",
                "[1795176300]",
                "{\"at\":1795176300}",
                "-1",
                "-0",
                "-0.5",
                "-1795176300",
                "-1e400",
                "253402300800",
                "253402300800.5",
                "25340230079900",
                "1e12",
                "1e400",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551616",
                new('9', 500),
                new string('9', 500) + ".5",
            ];
            var data = new TheoryData<string, string>();
            foreach (var claim in new[] { "exp", "nbf", "iat" })
            {
                foreach (var value in values)
                {
                    data.Add(claim, value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NoDates))]
    public void What_is_no_date_of_the_years_1970_to_9999_is_malformed(string claim, string value)
    {
        var payload =
            claim == "exp"
                ? $$"""{"sub":"u1","exp":{{value}}}"""
                : $$"""{"sub":"u1","exp":@+300,"{{claim}}":{{value}}}""";

        JwtRefused.AfterTheSignature(_verifier.Validate(_verifier.Sign(payload)), $"Its {claim} is no NumericDate");
    }

    [Theory]
    [InlineData("01795176300")]
    [InlineData("+1795176300")]
    [InlineData("0x6B000000")]
    [InlineData("1795176300.")]
    [InlineData(".5")]
    [InlineData("Infinity")]
    [InlineData("1e")]
    public void What_is_no_json_number_is_malformed(string value) =>
        JwtRefused.AfterTheSignature(
            _verifier.Validate(_verifier.Sign($$"""{"sub":"u1","exp":{{value}}}""")),
            "Its payload is no well-formed JSON object."
        );

    [Theory]
    [InlineData("253402300799")]
    [InlineData("253402300799.9")]
    [InlineData("1795176300.0")]
    [InlineData("1795176300.999999999999999999999999")]
    [InlineData("1.7951763e9")]
    [InlineData("17951763E+2")]
    [InlineData("1795176300000e-3")]
    public void An_expiry_may_be_an_integer_a_fraction_or_have_an_exponent(string value)
    {
        var verdict = _verifier.Validate(_verifier.Sign($$"""{"sub":"u1","exp":{{value}}}"""));

        Assert.True(verdict.IsAccepted);
        Assert.True(verdict.SessionEnd >= DateTimeOffset.FromUnixTimeSeconds(1795176300));
    }

    [Fact]
    public void The_session_ends_when_the_token_expires()
    {
        var verdict = _verifier.Validate(_verifier.Sign("""{"sub":"u1","exp":@+300.5}"""));

        Assert.Equal(_verifier.Clock.GetUtcNow().AddSeconds(300.5), verdict.SessionEnd);
    }

    [Theory]
    [InlineData("""{"sub":"u1","exp":@-29}""")]
    [InlineData("""{"sub":"u1","exp":@-29.999}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":@+30}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"iat":@+30}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":0,"iat":0}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":1e-400}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":@+300,"iat":@-9000,"nbf2":1}""", 270)]
    public void A_time_within_the_clock_skew_is_accepted(string payload, int secondsLater = 0)
    {
        var token = _verifier.Sign(payload);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(secondsLater));

        Assert.True(_verifier.Validate(token).IsAccepted);
    }

    [Theory]
    [InlineData("""{"sub":"u1","exp":@-30}""", "token_expired", "Its exp was 30 s ago (2026-11-20T11:59:30Z)")]
    [InlineData("""{"sub":"u1","exp":@-31}""", "token_expired", "Its exp was 31 s ago")]
    [InlineData("""{"sub":"u1","exp":0}""", "token_expired", "(1970-01-01T00:00:00Z)")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":@+31}""", "token_not_yet_valid", "Its nbf lies 31 s ahead")]
    [InlineData("""{"sub":"u1","exp":@+300,"nbf":@+30.001}""", "token_not_yet_valid", "Its nbf lies 30 s ahead")]
    [InlineData("""{"sub":"u1","exp":@+300,"iat":@+31}""", "token_not_yet_valid", "Its iat lies 31 s ahead")]
    [InlineData(
        """{"sub":"u1","exp":253402300799,"nbf":253402300799}""",
        "token_not_yet_valid",
        "9999-12-31T23:59:59Z"
    )]
    [InlineData("""{"sub":"u1","exp":@-31,"nbf":@+31}""", "token_expired", "31 s ago")]
    public void A_time_beyond_the_clock_skew_is_refused_and_says_by_how_much(
        string payload,
        string reason,
        string detail
    ) => JwtRefused.As(_verifier.Validate(_verifier.Sign(payload)), reason, detail);

    [Fact]
    public void A_skew_of_zero_allows_nothing()
    {
        using var strict = new JwtVerifier(("Jwt:ClockSkew", "00:00:00"));

        Assert.True(strict.Validate(strict.Sign("""{"sub":"u1","exp":@+1,"nbf":@+0,"iat":@+0}""")).IsAccepted);
        JwtRefused.As(strict.Validate(strict.Sign("""{"sub":"u1","exp":@+0}""")), "token_expired", "0 s ago");
        JwtRefused.As(
            strict.Validate(strict.Sign("""{"sub":"u1","exp":@+9,"nbf":@+1}""")),
            "token_not_yet_valid",
            "1 s ahead"
        );
    }

    [Fact]
    public void A_token_that_was_accepted_is_refused_when_its_time_has_come()
    {
        var token = _verifier.Sign("""{"sub":"u1","exp":@+300}""");

        Assert.True(_verifier.Validate(token).IsAccepted);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(329));
        Assert.True(_verifier.Validate(token).IsAccepted);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(1));
        JwtRefused.As(_verifier.Validate(token), "token_expired", "Its exp was 30 s ago");
    }

    public void Dispose() => _verifier.Dispose();
}
