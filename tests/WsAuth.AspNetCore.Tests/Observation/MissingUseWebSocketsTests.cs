using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

public sealed class MissingUseWebSocketsTests
{
    [Fact]
    public async Task A_handler_that_cannot_accept_is_told_what_is_missing()
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(TokenMinter.For(host.Services).Jwt("u1"));

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/ws"), default));

        Assert.Equal(HttpStatusCode.InternalServerError, socket.HttpStatusCode);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(("handler_failed", "UseWebSockets"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Contains("UseWebSockets did not run before the endpoint", line.Message, StringComparison.Ordinal);
    }
}
