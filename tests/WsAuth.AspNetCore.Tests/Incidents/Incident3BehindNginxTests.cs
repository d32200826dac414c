using Microsoft.AspNetCore.Builder;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>Outage 3 with nginx in between: a page sends its session id as <c>session_token</c>, before anybody has signed in.</summary>
public sealed class Incident3BehindNginxTests
{
    private const string App = "https://app.example";
    private const string Session = "session_8f14e45f";

    [NginxFact]
    public async Task As_it_happened_the_line_names_the_parameter_and_the_client_learns_the_class()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ConnectAsync(nginx, "/ws", Session, "session_token");
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket($"/ws?session_token={Session}"),
            options => options.Origin = App
        );

        Assert.Equal((false, 401, "credential_misplaced"), (outcome.Opened, outcome.Status, outcome.Reason));
        diagnosis.AssertFails(
            HandshakePhase.HttpAuthentication,
            401,
            "credential_misplaced",
            "A credential was found where this endpoint does not look.",
            "Send the credential in a location that the endpoint accepts."
        );
        Assert.DoesNotContain(Session, diagnosis.ToString(), StringComparison.Ordinal);
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            line.AssertSays(
                "refused: credential_misplaced at /ws by WsAuth; ",
                "The query parameter session_token is not read here, and holds what looks like a session id",
                "session id, which is state and no credential, as session_id"
            );
            Assert.DoesNotContain(Session, line.Message, StringComparison.Ordinal);
        }
    }

    [NginxFact]
    public async Task Where_browsers_are_told_by_a_close_code_the_page_sees_it_instead_of_1006()
    {
        await using var host = await StartAsync("CloseForBrowsers");
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ConnectAsync(nginx, "/ws", Session, "session_token");
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket($"/ws?session_token={Session}"),
            options => options.Origin = App
        );

        Assert.Equal((true, 4401), (outcome.Opened, outcome.Closed));
        Assert.Equal(
            (false, HandshakePhase.AfterUpgrade, 4401, "credential_misplaced"),
            (diagnosis.Succeeded, diagnosis.Phase, diagnosis.CloseCode, diagnosis.Reason)
        );
        host.LineOf(diagnosis.AttemptId).AssertSays("refused: credential_misplaced at /ws by WsAuth; ");
    }

    [NginxFact]
    public async Task Two_different_tokens_in_two_places_are_named_and_none_is_chosen()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var (one, two) = (host.MintJwt("u1"), host.MintJwt("u2"));
        var url = nginx.WebSocket($"/ws?access_token={one}");

        var outcome = await ClientScript.ConnectByNodeAsync(url, two);
        var diagnosis = await ClientsView.DiagnoseAsync(url, options => options.SetCredential(two));

        Assert.Equal((400, "credential_conflict"), (outcome.Status, outcome.Reason));
        Assert.Equal(
            (HandshakePhase.HttpAuthentication, 400, "credential_conflict"),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Reason)
        );
        host.LineOf(outcome.Attempt).AssertSays("Authorization header", "query parameter access_token");
    }

    [NginxFact]
    public async Task Mended_token_and_session_go_each_by_its_own_name()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var outcome = await ConnectAsync(nginx, $"/ws?session_id={Session}", host.MintJwt("u1"), "access_token");

        Assert.Equal((true, $"u1 {Session}"), (outcome.Opened, outcome.Answer));
    }

    private static Task<ConnectOutcome> ConnectAsync(
        ReverseProxyProcess nginx,
        string path,
        string token,
        string parameter
    ) => ClientScript.ConnectFromAsync("connect.js", nginx.WebSocket(path), token, "query", App, parameter);

    private static Task<KestrelHost> StartAsync(string refusal = "Http") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.TellSessionAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Origins"] = App,
                ["WsAuth:Query:AccessToken"] = "true",
                ["WsAuth:Refusal"] = refusal,
                ["WsAuth:RefusalLogInterval"] = "00:00:00",
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
