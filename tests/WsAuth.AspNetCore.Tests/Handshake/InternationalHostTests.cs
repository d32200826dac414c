using System.Net;
using System.Net.WebSockets;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Host names in their xn-- form (RFC 5890), as browsers send them, and what only looks like one.</summary>
public sealed class InternationalHostTests
{
    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example:8080")]
    public async Task A_page_of_the_servers_own_international_name_may_connect(string name)
    {
        await using var host = await TicketHost.StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), Named(name, $"http://{name}"));

        Assert.Equal("hello", await socket.AskAsync("hello"));
        var other = await host.ConnectInVainAsync("/ws", host.MintJwt(), Named(name, "http://xn--other-kva.example"));
        Assert.Equal("origin_refused", other.Reason);
    }

    [Fact]
    public async Task A_name_that_cannot_be_decoded_is_no_fault_of_the_servers()
    {
        await using var host = await TicketHost.StartAsync();

        var refusal = await host.ConnectInVainAsync(
            "/ws",
            host.MintJwt(),
            Named("xn--99999999999999999999999", "https://evil.example")
        );

        Assert.Equal((HttpStatusCode.Forbidden, "origin_refused"), (refusal.Status, refusal.Reason));
    }

    private static Action<ClientWebSocketOptions> Named(string name, string origin) =>
        options =>
        {
            options.SetRequestHeader("Host", name);
            options.SetRequestHeader("Origin", origin);
        };
}
