using System.Security.Claims;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

public sealed class RedeemTicketTests : IDisposable
{
    private readonly TicketDesk _desk = new();

    [Fact]
    public async Task A_ticket_opens_a_connection_of_its_principal_and_its_session()
    {
        var end = _desk.Clock.GetUtcNow().AddHours(1);
        var ticket = _desk.Issue(
            sessionEnd: end,
            claims:
            [
                new Claim("name", "Ada"),
                new Claim("role", "operator"),
                new Claim("role", "admin"),
                new Claim("tenant_id", "t1"),
                new Claim("jti", "parent-1"),
                new Claim("iat", "1700000000"),
                new Claim("iss", "https://idp.example"),
                new Claim("email", "not asked for"),
            ]
        );

        var decision = await _desk.RedeemAsync(ticket);

        Assert.Equal((true, "u1", TokenKind.Ticket), (decision.IsAccepted, decision.Subject, decision.Kind));
        Assert.Equal((end, CredentialLocations.QueryTicket), (decision.SessionEnd, decision.Location));
        Assert.Equal("Ada", decision.Principal.Identity!.Name);
        Assert.True(decision.Principal.IsInRole("operator") && decision.Principal.IsInRole("admin"));
        Assert.Equal("session_u1_t1", decision.RequestedSessionId);
        Assert.Equal(
            ("parent-1", "1700000000", "https://idp.example"),
            (decision.Claims!.Find("sjti"), decision.Claims.Find("siat"), decision.Claims.Find("siss"))
        );
        Assert.Null(decision.Claims.Find("email"));
        Assert.Null(decision.Claims.Find("iss"));
        Assert.Equal(1, decision.Key!.AcceptedCount);
    }

    [Fact]
    public async Task It_opens_one()
    {
        var ticket = _desk.Issue();
        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
        _desk.Clock.Advance(TimeSpan.FromSeconds(7));

        var second = await _desk.RedeemAsync(ticket);

        second.ShouldBeRefused("ticket_used", "It was used first at 2026-11-20T12:00:00Z, 7 s ago.");
    }

    [Fact]
    public async Task One_request_redeems_it_once_however_often_it_is_decided_about()
    {
        var request = new PresentedRequest().WithQuery("ticket", _desk.Issue());

        Assert.True((await _desk.RedeemAsync(request)).IsAccepted);
        Assert.True((await _desk.Host.DecideAsync(request, TokenKind.Ticket)).IsAccepted);
    }

    [Theory]
    [InlineData(29, null)]
    [InlineData(30, "token_expired")]
    [InlineData(75, "token_expired")]
    public async Task It_lives_thirty_seconds_without_skew(int age, string? reason)
    {
        var ticket = _desk.Issue();
        _desk.Clock.Advance(TimeSpan.FromSeconds(age));

        var decision = await _desk.RedeemAsync(ticket);

        Assert.Equal(reason, decision.Refusal?.Reason.Code);
        if (age == 75)
        {
            decision.ShouldBeRefused("token_expired", "The ticket expired 45 s ago");
        }
    }

    [Theory]
    [InlineData("/ws/")]
    [InlineData("/WS")]
    [InlineData("/ws/admin")]
    [InlineData("/base/ws")]
    [InlineData("")]
    public async Task Another_path_is_refused_and_the_ticket_stays_good(string path)
    {
        var ticket = _desk.Issue();

        (await _desk.RedeemAsync(ticket, path)).ShouldBeRefused("ticket_other_path", "It is for \"/ws\"");
        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("null")]
    public async Task Another_origin_is_refused_and_the_ticket_stays_good(string? origin)
    {
        var ticket = _desk.Issue(origin: "https://app.example");

        (await _desk.RedeemAsync(ticket, origin: origin)).ShouldBeRefused("ticket_other_path", "for the origin");
        Assert.True((await _desk.RedeemAsync(ticket, origin: "https://app.example")).IsAccepted);
    }

    [Fact]
    public async Task A_plain_request_does_not_use_it_up()
    {
        var ticket = _desk.Issue();

        var plain = await _desk.RedeemAsync(new PresentedRequest { IsPlainHttp = true }.WithQuery("ticket", ticket));

        plain.ShouldBeRefused("upgrade_missing", "opens WebSocket handshakes only");
        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
    }

    [Fact]
    public async Task In_the_header_it_is_as_good_as_in_the_query()
    {
        var decision = await _desk.RedeemAsync(PresentedRequest.Bearer(_desk.Issue()));

        Assert.Equal((true, TokenKind.Ticket), (decision.IsAccepted, decision.Kind));
    }

    [Fact]
    public async Task The_parameter_carries_nothing_else()
    {
        var jwt = _desk.Host.SignJwt();

        var decision = await _desk.RedeemAsync(jwt);

        decision.ShouldBeRefused(
            "credential_kind_refused",
            "stands where only a ticket may, the query parameter ticket"
        );
        Assert.True((await _desk.RedeemAsync(PresentedRequest.Bearer(jwt))).IsAccepted);
    }

    [Fact]
    public async Task A_ticket_beside_another_credential_is_a_conflict()
    {
        var request = PresentedRequest.Bearer(_desk.Host.SignJwt()).WithQuery("ticket", _desk.Issue());

        (await _desk.RedeemAsync(request)).ShouldBeRefused("credential_conflict");
    }

    [Fact]
    public async Task Where_only_JWTs_are_accepted_the_parameter_is_not_read_and_a_ticket_is_not_one()
    {
        var ticket = _desk.Issue();

        (await _desk.Host.DecideAsync(new PresentedRequest().WithQuery("ticket", ticket))).ShouldBeRefused(
            "credential_misplaced",
            "holds what looks like a connection ticket"
        );
        (await _desk.Host.DecideAsync(PresentedRequest.Bearer(ticket))).ShouldBeRefused(
            "credential_kind_refused",
            "It looks like a connection ticket"
        );
    }

    [Fact]
    public async Task A_JWT_that_is_signed_as_a_ticket_and_a_ticket_that_is_signed_as_a_JWT_are_of_another_type()
    {
        using var desk = new TicketDesk(TicketDesk.ConfiguredSecret);
        var ticketKey = HandmadeJwt.Sign(
            """{"alg":"HS256","typ":"JWT","x":"ws-ticket+jwt"}""",
            HandmadeJwt.At(TicketDesk.Payload, desk.Clock.GetUtcNow()),
            System.Text.Encoding.UTF8.GetBytes(desk.Secret)
        );
        (await desk.RedeemAsync(ticketKey)).ShouldBeRefused("type_refused", "a ticket's is ws-ticket+jwt");

        // One key for both kinds is warned about; the types still keep them apart.
        using var shared = new TicketDesk(("Secrets:ticket:Order", "env:JWT_SECRET_KEY"));
        var hidden = shared.Host.SignJwt(header: """{"alg":"HS256","typ":"ws-ticket\u002bjwt"}""");
        (await shared.RedeemAsync(PresentedRequest.Bearer(hidden))).ShouldBeRefused("type_refused");
        Assert.Equal("credential_invalid", ReasonCatalogue.TypeRefused.WireClass);
    }

    [Fact]
    public async Task A_ticket_of_a_session_that_has_ended_opens_nothing()
    {
        var ticket = _desk.Issue(sessionEnd: _desk.Clock.GetUtcNow().AddSeconds(20));
        _desk.Clock.StepWallClock(TimeSpan.FromSeconds(25));

        (await _desk.RedeemAsync(ticket)).ShouldBeRefused(
            "token_expired",
            "The session that the ticket belongs to ended 5 s ago"
        );
    }

    public void Dispose() => _desk.Dispose();
}
