using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 3: a page connects before login and sends its <c>session_id</c> as <c>session_token</c>, and the server validates it as a JWT. All that was seen
/// was 403, and 1006 in the browser.
/// </summary>
public sealed class Incident3SessionTests
{
    private const string App = "https://app.example";
    private const string Session = "session_8f14e45f";

    [NodeFact]
    public async Task As_it_happened_the_line_names_the_parameter_what_it_holds_and_what_to_send()
    {
        await using var host = await StartAsync();

        var outcome = await ConnectAsync(host, "/ws", Session, "session_token");

        Assert.Equal((false, 401, "credential_misplaced"), (outcome.Opened, outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains(
            "The query parameter session_token is not read here, and holds what looks like a session id",
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("access_token", line, StringComparison.Ordinal);
        Assert.Contains("session id, which is state and no credential, as session_id", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Session, line, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task An_anonymous_session_does_not_connect_by_its_right_name_either()
    {
        await using var host = await StartAsync();

        var outcome = await ConnectAsync(host, "/ws", Session, "session_id");

        Assert.Equal((401, "credential_missing"), (outcome.Status, outcome.Reason));
    }

    [NodeFact]
    public async Task A_session_id_as_the_credential_is_called_what_it_looks_like()
    {
        await using var host = await StartAsync();

        var outcome = await ConnectAsync(host, "/ws", Session, "access_token");

        Assert.Equal((401, "credential_kind_refused"), (outcome.Status, outcome.Reason));
        Assert.Contains(
            "looks like a session id",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [NodeFact]
    public async Task Mended_the_page_sends_the_token_to_authenticate_and_the_session_beside_it()
    {
        await using var host = await StartAsync();
        var path = $"/ws?session_id={Session}";

        var byQuery = await ConnectAsync(host, path, host.MintJwt("u1"), "access_token");
        var bySubProtocol = await ClientScript.ConnectFromAsync(
            "connect.js",
            host.WebSocket(path),
            host.MintJwt("u2"),
            "subprotocol",
            App
        );

        Assert.Equal($"u1 {Session}", byQuery.Answer);
        Assert.Equal($"u2 {Session}", bySubProtocol.Answer);
    }

    private static Task<ConnectOutcome> ConnectAsync(KestrelHost host, string path, string token, string parameter) =>
        ClientScript.ConnectFromAsync("connect.js", host.WebSocket(path), token, "query", App, parameter);

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.TellSessionAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Origins"] = App, ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
