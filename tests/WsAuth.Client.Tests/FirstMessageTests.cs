using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>The client's half of the first message; no socket without a confirmation stays open.</summary>
public sealed class FirstMessageTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _heard = new();

    [Fact]
    public async Task A_refusal_has_the_close_code_and_the_reason_and_the_credential_is_forgotten()
    {
        await using var host = await StartAsync();
        var token = TokenMinter.For(host.Services).Jwt("u1", jwt => jwt.Lifetime = TimeSpan.FromHours(-1));
        LeakWatch.ProtectToken(token.DangerousGetText());
        var provider = new Answering(token);
        using var socket = new ClientWebSocket();

        var refused = await Assert.ThrowsAsync<FirstMessageRefusedException>(() =>
            socket.ConnectAsync(host.WebSocket("/first"), provider, CredentialLocations.FirstMessage)
        );

        Assert.Equal((4401, "token_expired"), ((int)refused.CloseStatus!, refused.CloseText));
        Assert.Equal("The server closed the socket after the first message: 4401 token_expired.", refused.Message);
        Assert.Equal(token, Assert.Single(provider.Forgotten));
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/binary")]
    [InlineData("/long")]
    [InlineData("/other")]
    public async Task Another_answer_than_auth_ok_is_a_refusal_and_the_socket_is_gone(string path)
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();

        var refused = await Assert.ThrowsAsync<FirstMessageRefusedException>(() =>
            socket.ConnectWithFirstMessageAsync(host.WebSocket(path), Token(host))
        );

        Assert.Contains("another one than auth_ok", refused.Message, StringComparison.Ordinal);
        Assert.Null(refused.CloseStatus);
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    [Fact]
    public async Task A_close_text_that_is_no_reason_is_not_quoted()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();

        var refused = await Assert.ThrowsAsync<FirstMessageRefusedException>(() =>
            socket.ConnectWithFirstMessageAsync(host.WebSocket("/rude"), Token(host))
        );

        Assert.EndsWith("4000 without a reason of WsAuth.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("bad\r\nline", refused.CloseText);
    }

    [Fact]
    public async Task No_answer_in_time_is_a_refusal_and_the_socket_is_gone()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();

        var connecting = socket.ConnectWithFirstMessageAsync(
            host.WebSocket("/silent"),
            Token(host),
            TimeSpan.FromSeconds(7),
            _clock
        );
        await _heard.Task;
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(connecting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var refused = await Assert.ThrowsAsync<FirstMessageRefusedException>(() => connecting);
        Assert.Equal("The server did not answer the first message within 7 s.", refused.Message);
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        using var stopping = new CancellationTokenSource();

        var connecting = socket.ConnectWithFirstMessageAsync(
            host.WebSocket("/silent"),
            Token(host),
            cancellationToken: stopping.Token
        );
        await _heard.Task;
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    [Fact]
    public async Task A_message_that_no_server_would_read_is_an_error_before_anything_is_connected()
    {
        await using var host = await StartAsync();
        var token = TokenMinter.For(host.Services).Jwt("u1", jwt => jwt.Claims["big"] = new string('x', 4096));
        using var socket = new ClientWebSocket();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() =>
            socket.ConnectWithFirstMessageAsync(host.WebSocket("/silent"), token)
        );

        Assert.Contains("4096 are the most", fault.Message, StringComparison.Ordinal);
        Assert.Equal(WebSocketState.None, socket.State);
    }

    private static MintedToken Token(KestrelHost host)
    {
        var token = TokenMinter.For(host.Services).Jwt("u1");
        LeakWatch.ProtectToken(token.DangerousGetText());
        return token;
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/first", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
                app.Map("/echo", EchoEndpoint.RunAsync);
                app.Map("/binary", context => AnswerAsync(context, """{"action":"auth_ok"}""", isText: false));
                app.Map("/long", context => AnswerAsync(context, """{"action":"auth_ok"}""".PadRight(5000)));
                app.Map("/other", context => AnswerAsync(context, """["action","auth_ok"]"""));
                app.Map("/rude", CloseAsync);
                app.Map("/silent", BeSilentAsync);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private static async Task AnswerAsync(HttpContext context, string answer, bool isText = true)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[4096], default);
        var type = isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        await socket.SendAsync(Encoding.UTF8.GetBytes(answer), type, true, default);
    }

    private static async Task CloseAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[4096], default);
        await socket.CloseOutputAsync((WebSocketCloseStatus)4000, "bad\r\nline", default);
    }

    private async Task BeSilentAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[4096], default);
        _heard.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
