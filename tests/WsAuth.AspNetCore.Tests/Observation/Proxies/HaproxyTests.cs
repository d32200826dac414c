using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Proxies;

/// <summary>A real haproxy between Node's ws and the server.</summary>
public sealed class HaproxyTests
{
    [HaproxyFact]
    public async Task As_it_comes_it_passes_everything_on()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(host.Address, "");

        var outcome = await ClientScript.ConnectByNodeAsync(haproxy.WebSocket("/ws"), host.MintJwt());

        Assert.Equal((true, """{"type":"pong"}"""), (outcome.Opened, outcome.Answer));
    }

    [HaproxyFact]
    public async Task A_rule_that_deletes_the_upgrade_is_named_by_what_is_missing()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            host.Address,
            "http-request del-header Upgrade\n    http-request del-header Connection\n    option forwardfor"
        );

        var outcome = await ClientScript.ConnectByNodeAsync(haproxy.WebSocket("/ws"), host.MintJwt());

        Assert.Equal((false, 426, "upgrade_missing"), (outcome.Opened, outcome.Status, outcome.Reason));
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("Missing: Upgrade: websocket", line, StringComparison.Ordinal);
        Assert.Contains("Arrived: Sec-WebSocket-Key, Sec-WebSocket-Version", line, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-For: \"127.0.0.1\"", line, StringComparison.Ordinal);
    }

    [HaproxyFact]
    public async Task A_rule_that_deletes_the_credential_makes_the_proxy_suspect()
    {
        await using var host = await ProxiedService.StartAsync();
        await using var haproxy = await ReverseProxyProcess.StartHaproxyAsync(
            host.Address,
            "http-request del-header Authorization\n    option forwardfor"
        );

        var outcome = await ClientScript.ConnectByNodeAsync(haproxy.WebSocket("/ws"), host.MintJwt());

        Assert.Equal((401, "credential_missing"), (outcome.Status, outcome.Reason));
        Assert.Contains(
            "The request came through a proxy (X-Forwarded-For): where the client does send one, that drops Authorization",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }
}
