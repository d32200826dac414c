using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>Nobody is told to do what he cannot do, or what the endpoint does not accept.</summary>
public sealed class CredentialAdviceTests : IDisposable
{
    private const string Browsers = "; a browser cannot set the Authorization header.";

    private readonly CoreHost _host = new(
        ("Cookie:Name", "chat_token"),
        ("Origins", "https://app.example"),
        ("Secrets:ticket:Order", "ephemeral")
    );

    [Theory]
    [InlineData("jwt", false, "Send the credential as 'Authorization: Bearer <token>'.")]
    [InlineData("jwt ticket", false, "Send the credential as 'Authorization: Bearer <token>'.")]
    [InlineData(
        "ticket",
        false,
        "Send the credential as ?ticket=<ticket>, which the ticket endpoint answers to a POST."
    )]
    [InlineData(
        "ticket",
        true,
        "Send the credential as ?ticket=<ticket>, which the ticket endpoint answers to a POST" + Browsers
    )]
    [InlineData(
        "jwt",
        true,
        "Send the credential as the sub-protocol bearer.<token> beside the one that you mean to speak" + Browsers
    )]
    [InlineData(
        "jwt ticket",
        true,
        "Send the credential as ?ticket=<ticket>, which the ticket endpoint answers to a POST, or as the sub-protocol bearer.<token> beside the one that you mean to speak"
            + Browsers
    )]
    public async Task What_is_missing_is_asked_for_where_it_can_be_sent(string kinds, bool isBrowser, string fix)
    {
        var decision = await _host.DecideAsync(From(isBrowser), Kinds(kinds));

        decision.ShouldBeRefused("credential_missing");
        Assert.Equal(fix, decision.Refusal!.EffectiveFix);
    }

    [Fact]
    public async Task A_browser_at_an_endpoint_that_reads_the_header_only_needs_another_endpoint()
    {
        var decision = await _host.DecideAsync(
            From(isBrowser: true),
            new HandshakeRequirements([TokenKind.Jwt], CredentialLocations.AuthorizationHeader)
        );

        Assert.Contains(
            "once the endpoint accepts that kind (TokenKind.Ticket)",
            decision.Refusal!.EffectiveFix,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("jwt ticket", "Send it as ?ticket=<ticket>.")]
    [InlineData("jwt", "Accept tickets here, by TokenKind.Ticket in RequireWsAuth, or send a credential of kind jwt.")]
    public async Task A_ticket_in_the_parameter_of_tokens_is_told_its_own(string kinds, string fix)
    {
        var ticket = HandmadeJwt.Sign(
            """{"alg":"HS256","typ":"ws-ticket+jwt"}""",
            HandmadeJwt.Payload,
            "not looked at"u8
        );

        var decision = await _host.DecideAsync(new PresentedRequest().WithQuery("access_token", ticket), Kinds(kinds));

        decision.ShouldBeRefused("credential_misplaced", "a connection ticket");
        Assert.Equal(fix, decision.Refusal!.EffectiveFix);
    }

    [Theory]
    [InlineData(false, "Looked at the Authorization header, sub-protocol or cookie 'chat_token'.")]
    [InlineData(
        true,
        "Looked at the Authorization header or sub-protocol (the cookie 'chat_token' is read in WebSocket handshakes only)."
    )]
    public async Task A_cookie_is_named_and_only_where_it_is_read(bool isPlainHttp, string explanation)
    {
        var decision = await _host.DecideAsync(new PresentedRequest { IsPlainHttp = isPlainHttp }, TokenKind.Jwt);

        decision.ShouldBeRefused("credential_missing", explanation);
    }

    [Theory]
    [InlineData("ticket", "jwt", "Accept tickets here, by TokenKind.Ticket")]
    [InlineData("jwt", "ticket", "POST to the ticket endpoint with this token")]
    [InlineData(
        "7d0c1c8e-52a1-4f0f-9a3b-0c8c1d2e3f40",
        "jwt",
        "If it is a session id, which is state, send it as session_id"
    )]
    [InlineData("opaque", "edge-token", "if this is the shared secret itself, sign one with it (docs/edge-tokens.md)")]
    [InlineData("opaque", "jwt", "Send a credential of an accepted kind")]
    public async Task A_kind_that_is_not_accepted_is_told_what_would_be(string credential, string kinds, string fix)
    {
        var text = credential switch
        {
            "ticket" => HandmadeJwt.Sign("""{"alg":"HS256","typ":"ws-ticket+jwt"}""", HandmadeJwt.Payload, "x"u8),
            "jwt" => _host.SignJwt(),
            "opaque" => _host.EdgeSecret,
            _ => credential,
        };

        var decision = await _host.DecideAsync(PresentedRequest.Bearer(text), Kinds(kinds));

        decision.ShouldBeRefused("credential_kind_refused");
        Assert.Contains(fix, decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", "Bearer TOKEN", "jwt", "credential_malformed", "here the bare token stands", "")]
    [InlineData("ticket", "TOKEN", "jwt", "credential_kind_refused", "a JWT", "Send it as \"token\"")]
    [InlineData("ticket", "TICKET", "jwt", "credential_kind_refused", "a connection ticket", "Accept tickets here")]
    [InlineData("token", "TICKET", "jwt", "credential_kind_refused", "a connection ticket", "Accept tickets here")]
    public async Task A_first_message_is_told_how_it_should_be(
        string member,
        string value,
        string kinds,
        string code,
        string explanation,
        string fix
    )
    {
        var ticket = HandmadeJwt.Sign("""{"alg":"HS256","typ":"ws-ticket+jwt"}""", HandmadeJwt.Payload, "x"u8);
        var text = value
            .Replace("TOKEN", _host.SignJwt(), StringComparison.Ordinal)
            .Replace("TICKET", ticket, StringComparison.Ordinal);

        var decision = await _host.Authenticator.AuthenticateFirstMessageAsync(
            System.Text.Encoding.UTF8.GetBytes($$"""{"action":"auth","{{member}}":"{{text}}"}"""),
            new PresentedRequest(),
            new HandshakeRequirements(Kinds(kinds)),
            default
        );

        decision.ShouldBeRefused(code, explanation);
        Assert.Contains(fix, decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
        LeakWatch.Observe(decision.Refusal.Explanation);
    }

    public void Dispose() => _host.Dispose();

    private static PresentedRequest From(bool isBrowser) =>
        isBrowser ? new PresentedRequest().WithHeader("Origin", "https://app.example") : new PresentedRequest();

    private static TokenKind[] Kinds(string names) => [.. names.Split(' ').Select(name => new TokenKind(name))];
}
