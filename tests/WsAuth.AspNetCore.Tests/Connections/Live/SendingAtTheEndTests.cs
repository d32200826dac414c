using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A socket that ends while the application sends.</summary>
public sealed class SendingAtTheEndTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_send_that_is_stuck_does_not_keep_the_socket_open()
    {
        var stuck = new StuckSend();
        var service = new LiveService { Handler = stuck.RunAsync };
        await using var host = await service.StartAsync();
        using var client = await SilentClient.ConnectAsync(host, MintFor(host, TimeSpan.FromMinutes(5)));
        await stuck.IsUnderway;

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);
        service.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, host.Services.GetRequiredService<ConnectionRegistry>().Count);
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotNull(await service.Left);
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task The_close_frame_waits_for_the_send_that_is_underway()
    {
        var part = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var flood = new byte[16 * 1024 * 1024];
                part.SetResult();
                await socket.SendAsync(flood.AsMemory(), WebSocketMessageType.Binary, true, default);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "the handler's own", default);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await part.Task;

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);

        var buffer = new byte[64 * 1024];
        var length = 0L;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), default);
            length += received.Count;
        } while (received.MessageType != WebSocketMessageType.Close);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        Assert.Equal(16 * 1024 * 1024, length);
        Assert.Equal("expired_while_connected", socket.CloseStatusDescription);
        Assert.Null(await service.Left);
    }

    [Fact]
    public async Task Sends_of_several_threads_end_with_an_exception_of_the_platform_and_the_client_still_learns_why()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                using var turn = new SemaphoreSlim(1);
                await Task.WhenAll(
                    Enumerable.Range(0, 4).Select(_ => Task.Run(() => SendUntilRefusedAsync(socket, turn)))
                );
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.HearAsync();

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        Assert.Null(await service.Left);
    }

    private static async Task SendUntilRefusedAsync(WebSocket socket, SemaphoreSlim turn)
    {
        while (true)
        {
            await turn.WaitAsync();
            try
            {
                await socket.SendAsync("tick"u8.ToArray(), WebSocketMessageType.Text, true, default);
            }
            catch (WebSocketException exception)
            {
                Assert.Equal(WebSocketError.InvalidState, exception.WebSocketErrorCode);
                return;
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
