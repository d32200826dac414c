using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

public sealed class RequireWsAuthTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task A_matching_token_opens_the_socket()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        var token = TokenMinter.For(host.Services).Jwt("u1");
        LeakWatch.ProtectToken(token.DangerousGetText());
        socket.Options.SetCredential(token);

        await socket.ConnectAsync(host.WebSocket("/ws"), default);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"ping"}"""), WebSocketMessageType.Text, true, default);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, default);

        Assert.Equal("""{"type":"pong"}""", Encoding.UTF8.GetString(buffer, 0, received.Count));
        Assert.Contains(
            "accepted: \"u1\" at /ws",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_missing_credential_is_refused_before_the_upgrade()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/ws"), default));

        var refusal = socket.GetHandshakeRefusal();
        Assert.Equal(HttpStatusCode.Unauthorized, refusal!.Status);
        Assert.Equal("credential_missing", refusal.Reason);
        Assert.Contains(refusal.AttemptId!, Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: _variables
        );
}
