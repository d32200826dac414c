using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 4, the hop: a load balancer passes the handshake on without <c>Upgrade</c> and <c>Connection</c>, or without what carries the credential. All
/// that was seen was 403.
/// </summary>
public sealed class Incident4HopTests
{
    private const string Pong = """{"type":"pong"}""";

    [NginxTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_it_happened_the_line_names_what_arrived_and_the_client_that_a_hop_dropped_the_rest(
        bool isPython
    )
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartBareAsync(host);

        var outcome = isPython
            ? await ClientScript.ConnectByPythonAsync(nginx.WebSocket("/ws"), host.MintJwt())
            : await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), host.MintJwt());
        var diagnosis = await DiagnoseAsync(host, nginx);

        Assert.Equal((false, 426, "upgrade_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        AssertNamesTheUpgrade(diagnosis);
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            line.AssertSays(
                "refused: upgrade_missing at /ws by WsAuth; ",
                "Missing: Upgrade: websocket, Connection: Upgrade. Arrived: Sec-WebSocket-Key, Sec-WebSocket-Version",
                "Proxies that passed it on: X-Forwarded-For: \"127.0.0.1\"",
                "in nginx's location: proxy_http_version 1.1; proxy_set_header Upgrade"
            );
        }
    }

    [HaproxyFact]
    public async Task The_same_by_haproxy()
    {
        await using var host = await StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            host.Address,
            "http-request del-header Upgrade\n    http-request del-header Connection\n    option forwardfor"
        );

        var outcome = await ClientScript.ConnectByNodeAsync(haproxy.WebSocket("/ws"), host.MintJwt());
        var diagnosis = await DiagnoseAsync(host, haproxy);

        Assert.Equal((false, 426, "upgrade_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        AssertNamesTheUpgrade(diagnosis);
        host.LineOf(diagnosis.AttemptId)
            .AssertSays("refused: upgrade_missing at /ws by WsAuth; ", "Missing: Upgrade: websocket");
    }

    [NginxTheory]
    [InlineData("header", "Authorization", CredentialLocations.AuthorizationHeader)]
    [InlineData("subprotocol", "Sec-WebSocket-Protocol", CredentialLocations.SubProtocol)]
    public async Task A_dropped_credential_was_sent_as_the_client_knows_and_never_came_as_the_server_knows(
        string place,
        string header,
        CredentialLocations location
    )
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host, $"proxy_set_header {header} \"\";");

        var outcome = await ClientScript.ConnectFromAsync("connect.js", nginx.WebSocket("/ws"), host.MintJwt(), place);
        var diagnosis = await DiagnoseAsync(host, nginx, location);

        Assert.Equal((false, 401, "credential_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        Assert.Equal(
            (HandshakePhase.HttpAuthentication, 401, "credential_missing"),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Reason)
        );
        Assert.Matches("^The credential was sent \\(.*\\), and the server saw none\\.$", diagnosis.Verdict);
        Assert.Contains("a hop on the way drops it", diagnosis.Fix, StringComparison.Ordinal);
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            line.AssertSays(
                "refused: credential_missing at /ws by WsAuth; ",
                "The request came through a proxy (X-Forwarded-For)",
                header
            );
        }
    }

    [NginxFact]
    public async Task Mended_header_and_sub_protocol_pass_through_nginx()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        var url = nginx.WebSocket("/ws");

        var byHeader = await ClientScript.ConnectByNodeAsync(url, host.MintJwt());
        var byProtocol = await ClientScript.ConnectFromAsync("connect.js", url, host.MintJwt(), "subprotocol");
        var byPython = await ClientScript.ConnectByPythonAsync(url, host.MintJwt());
        var diagnosis = await DiagnoseAsync(host, nginx);

        Assert.All([byHeader, byProtocol, byPython], outcome => Assert.Equal(Pong, outcome.Answer));
        Assert.True(diagnosis.Succeeded, diagnosis.Verdict);
    }

    [HaproxyFact]
    public async Task Mended_haproxy_passes_everything_on()
    {
        await using var host = await StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(host.Address, "option forwardfor");

        var diagnosis = await DiagnoseAsync(host, haproxy);

        Assert.True(diagnosis.Succeeded, diagnosis.Verdict);
        Assert.Equal(Pong, (await ClientScript.ConnectByNodeAsync(haproxy.WebSocket("/ws"), host.MintJwt())).Answer);
    }

    private static void AssertNamesTheUpgrade(HandshakeDiagnosis diagnosis) =>
        diagnosis.AssertFails(
            HandshakePhase.ProtocolNegotiation,
            426,
            "upgrade_missing",
            "The handshake was sent complete, and the server saw none: a hop on the way drops Upgrade and Connection, or another header of it.",
            "nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection \"upgrade\"."
        );

    private static Task<HandshakeDiagnosis> DiagnoseAsync(
        KestrelHost host,
        ReverseProxyProcess proxy,
        CredentialLocations location = CredentialLocations.AuthorizationHeader
    ) =>
        ClientsView.DiagnoseAsync(
            proxy.WebSocket("/ws"),
            options => options.SetCredential(MintedToken.FromText(host.MintJwt(), TokenKind.Jwt), location)
        );

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:RefusalLogInterval"] = "00:00:00" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
