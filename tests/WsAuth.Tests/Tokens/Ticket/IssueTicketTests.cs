using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using WsAuth.Testing;
using WsAuth.Tokens.Ticket;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

public sealed class IssueTicketTests : IDisposable
{
    private readonly TicketDesk _desk = new(("Tickets:Claims", "scope sub jti sxp ins"), ("Tickets:PerPrincipal", "2"));

    [Fact]
    public void It_says_what_the_format_says()
    {
        var now = _desk.Clock.GetUtcNow().ToUnixTimeSeconds();
        var issue = _desk.Ask(
            path: "/app/ws",
            origin: "https://app.example",
            sessionEnd: _desk.Clock.GetUtcNow().AddMinutes(5)
        );
        var (header, payload) = Decode(issue);

        Assert.Equal(("HS256", "ws-ticket+jwt"), (Text(header, "alg"), Text(header, "typ")));
        Assert.Equal(issue.Key!.Fingerprint, Text(header, "kid"));
        Assert.Equal(
            ["sub", "jti", "iat", "exp", "aud", "ins", "origin", "sxp"],
            payload.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            (now, now + 30, now + 300),
            (Number(payload, "iat"), Number(payload, "exp"), Number(payload, "sxp"))
        );
        Assert.Equal(
            ("u1", "/app/ws", "https://app.example"),
            (Text(payload, "sub"), Text(payload, "aud"), Text(payload, "origin"))
        );
        Assert.Matches("^[0-9a-f]{32}$", Text(payload, "jti")!);
        Assert.Matches("^[0-9a-f]{32}$", Text(payload, "ins")!);
    }

    [Fact]
    public void No_claim_of_a_principal_takes_the_place_of_the_issuers_own()
    {
        var (_, payload) = Decode(
            _desk.Ask(
                claims:
                [
                    new Claim("scope", "chat"),
                    new Claim("ins", "mine"),
                    new Claim("sxp", "9"),
                    new Claim("aud", "/admin"),
                ]
            )
        );

        Assert.Equal(("chat", "/ws"), (Text(payload, "scope"), Text(payload, "aud")));
        Assert.NotEqual("mine", Text(payload, "ins"));
        Assert.False(payload.TryGetProperty("sxp", out _));
    }

    [Fact]
    public void A_ticket_does_not_outlive_its_session()
    {
        Assert.Equal(
            TimeSpan.FromSeconds(12),
            _desk.Ask(sessionEnd: _desk.Clock.GetUtcNow().AddSeconds(12.7)).Lifetime
        );
        Assert.Equal("token_expired", _desk.Ask(sessionEnd: _desk.Clock.GetUtcNow()).Reason!.Code);
    }

    [Fact]
    public void Who_names_no_subject_gets_none() => Assert.Equal("claim_missing", _desk.Ask(subject: "").Reason!.Code);

    [Fact]
    public void One_that_would_not_fit_into_a_query_is_not_issued() =>
        Assert.Equal("credential_too_large", _desk.Ask(claims: new Claim("scope", new string('x', 4000))).Reason!.Code);

    [Fact]
    public void The_count_is_per_principal_and_what_was_refused_does_not_count()
    {
        Assert.False(_desk.Ask(path: "no path").IsIssued);
        Assert.True(_desk.Ask().IsIssued);
        Assert.True(_desk.Ask().IsIssued);

        var third = _desk.Ask();

        Assert.Equal(("too_many_tickets", TimeSpan.FromSeconds(30)), (third.Reason!.Code, third.RetryAfter));
        Assert.Throws<InvalidOperationException>(third.DangerousGetText);
        Assert.True(_desk.Ask("u2").IsIssued);
    }

    [Fact]
    public void Two_issuers_with_one_subject_mean_two_people_and_do_not_use_up_each_others_tickets()
    {
        static Claim[] Of(string issuer) => [new Claim("iss", issuer)];
        Assert.True(_desk.Ask(claims: Of("https://a.example")).IsIssued);
        Assert.True(_desk.Ask(claims: Of("https://a.example")).IsIssued);

        Assert.Equal("too_many_tickets", _desk.Ask(claims: Of("https://a.example")).Reason!.Code);
        Assert.True(_desk.Ask(claims: Of("https://b.example")).IsIssued);
        Assert.True(_desk.Ask().IsIssued);
    }

    [Fact]
    public void A_full_count_refuses_everyone_and_empties_as_tickets_end()
    {
        var clock = new ManualTimeProvider();
        var limiter = new TicketLimiter(clock, capacity: 2);
        var lifetime = TimeSpan.FromSeconds(30);
        Assert.Equal(TicketAllowance.Granted, limiter.Take(null, "u1", 5, lifetime, out _));
        Assert.Equal(TicketAllowance.Granted, limiter.Take(null, "u2", 5, lifetime, out _));

        Assert.Equal(TicketAllowance.Full, limiter.Take(null, "u3", 5, lifetime, out _));
        clock.Advance(lifetime);
        Assert.Equal(TicketAllowance.Granted, limiter.Take(null, "u3", 5, lifetime, out _));
    }

    [Theory]
    [InlineData("Tickets:Lifetime", "00:00:00", "WsAuth:Tickets:Lifetime has to lie between")]
    [InlineData("Tickets:Lifetime", "00:10:01", "WsAuth:Tickets:Lifetime has to lie between")]
    [InlineData("Tickets:PerPrincipal", "0", "WsAuth:Tickets:PerPrincipal has to lie between")]
    [InlineData("Tickets:PerPrincipal", "five", "WsAuth:Tickets:PerPrincipal has to be a whole number")]
    [InlineData("Tickets:PerPrincipal", "-5", "WsAuth:Tickets:PerPrincipal has to be a whole number")]
    [InlineData("Tickets:Path", "ws", "WsAuth:Tickets:Path has to begin with '/'")]
    [InlineData("Tickets:Secret", "0123456789abcdef", "WsAuth:Tickets:Secret has to be the name of a secret")]
    [InlineData("Tickets:PublicBase", "https://api.example", "WsAuth:Tickets:PublicBase has to be a ws or wss URL")]
    [InlineData("Tickets:PublicBase", "wss://api.example/base", "WsAuth:Tickets:PublicBase has to be a ws or wss URL")]
    [InlineData("Tickets:Lifetme", "00:00:30", "WsAuth:Tickets:Lifetme")]
    public void A_wrong_setting_is_named(string name, string value, string message)
    {
        using var desk = new TicketDesk((name, value));

        var fault = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => desk.Ask());

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private static (JsonElement Header, JsonElement Payload) Decode(TicketIssue issue)
    {
        var parts = LeakWatch.ProtectToken(issue.DangerousGetText()).Split('.');
        return (Parse(parts[0]), Parse(parts[1]));
    }

    private static JsonElement Parse(string segment) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(segment)).RootElement;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
