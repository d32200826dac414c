using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Proxies;

/// <summary>A real nginx between Node's ws and the server, configured wrongly in the usual ways, and right.</summary>
public sealed class NginxTests
{
    private const string PassUpgrade =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;";

    [NginxFact]
    public async Task Configured_right_it_passes_everything_on()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(host.Address, PassUpgrade);

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), host.MintJwt());
        var byProtocol = await ClientScript.ConnectFromAsync(
            "connect.js",
            nginx.WebSocket("/ws"),
            host.MintJwt(),
            "subprotocol"
        );

        Assert.Equal((true, """{"type":"pong"}"""), (outcome.Opened, outcome.Answer));
        Assert.Equal((true, "chat.v1"), (byProtocol.Opened, byProtocol.Protocol));
    }

    [NginxTheory]
    [InlineData(
        "",
        "Missing: Upgrade: websocket, Connection: Upgrade. Arrived: Sec-WebSocket-Key, Sec-WebSocket-Version",
        "The request came over HTTP/1.0",
        "in nginx's location: proxy_http_version 1.1; proxy_set_header Upgrade"
    )]
    [InlineData(
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;",
        "Missing: nothing.",
        "The request came over HTTP/1.0",
        "in nginx: proxy_http_version 1.1;"
    )]
    [InlineData(
        "proxy_http_version 1.1;",
        "Missing: Upgrade: websocket, Connection: Upgrade.",
        "'Connection: close' stands in the place of the upgrade",
        "in nginx's location: proxy_http_version 1.1; proxy_set_header Upgrade"
    )]
    [InlineData(
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;",
        "Missing: Connection: Upgrade.",
        "Upgrade came through and Connection did not",
        "in nginx: proxy_set_header Connection \"upgrade\";"
    )]
    [InlineData(
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"\"; proxy_set_header X-Forwarded-For $remote_addr;",
        "Missing: Connection: Upgrade.",
        "Proxies that passed it on: X-Forwarded-For: \"127.0.0.1\"",
        "in nginx: proxy_set_header Connection \"upgrade\";"
    )]
    public async Task What_it_does_not_pass_on_is_named_with_the_lines_that_pass_it_on(
        string location,
        string missing,
        string evidence,
        string fix
    )
    {
        await using var host = await ProxiedService.StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(host.Address, location);

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), host.MintJwt());

        Assert.Equal((false, 426, "upgrade_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(outcome.Attempt, line.Values["AttemptId"]);
        Assert.Contains(missing, line.Message, StringComparison.Ordinal);
        Assert.Contains(evidence, line.Message, StringComparison.Ordinal);
        Assert.Contains(fix, line.Values["Fix"]!.ToString(), StringComparison.Ordinal);
    }

    [NginxTheory]
    [InlineData("header", "proxy_set_header Authorization \"\";", "Authorization")]
    [InlineData("subprotocol", "proxy_set_header Sec-WebSocket-Protocol \"\";", "Sec-WebSocket-Protocol")]
    public async Task A_dropped_credential_is_missing_and_the_proxy_is_suspected(
        string place,
        string location,
        string header
    )
    {
        await using var host = await ProxiedService.StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(
            host.Address,
            PassUpgrade + "proxy_set_header X-Forwarded-For $remote_addr;" + location
        );

        var outcome = await ClientScript.ConnectFromAsync("connect.js", nginx.WebSocket("/ws"), host.MintJwt(), place);

        Assert.Equal((false, 401, "credential_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("The request came through a proxy (X-Forwarded-For)", line, StringComparison.Ordinal);
        Assert.Contains(header, line, StringComparison.Ordinal);
    }

    [NginxFact]
    public async Task A_page_of_the_servers_own_origin_is_foreign_where_nginx_hides_the_host()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(host.Address, PassUpgrade);
        var page = nginx.Address.ToString().TrimEnd('/');

        var outcome = await ClientScript.ConnectFromAsync(
            "connect.js",
            nginx.WebSocket("/ws"),
            host.MintJwt(),
            "header",
            origin: page
        );

        Assert.Equal((403, "origin_refused"), (outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains(
            $"is not the server's own, which the application sees as \"{host.Address.ToString().TrimEnd('/')}\"",
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("a proxy hides the port: have it send Host", line, StringComparison.Ordinal);
    }

    [NginxFact]
    public async Task A_path_that_nginx_rewrites_has_no_endpoint()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var nginx = await ReverseProxyProcess.StartNginxAsync(
            host.Address,
            PassUpgrade + "rewrite ^/ws$ /app/ws break;"
        );

        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket("/ws"), host.MintJwt());

        Assert.Equal((404, "refused_elsewhere"), (outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal("refused_before_authentication", line.Values["Reason"]);
        Assert.Equal("\"/app/ws\"", line.Values["Endpoint"]);
    }
}
