using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>How a socket ends, whatever the application and the client are doing at that moment.</summary>
public sealed class SocketEndTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_client_that_does_not_answer_the_close_is_aborted_after_the_grace_period_and_the_handler_sees_a_close()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);

        // The close frame lies unread in the client's buffers: it answers nothing.
        service.Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(1, host.Services.GetRequiredService<ConnectionRegistry>().Count);
        service.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await service.Left);
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task What_the_client_sends_after_the_end_is_not_delivered()
    {
        var heard = new ConcurrentQueue<string>();
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var buffer = new byte[64];
                while (
                    await socket.ReceiveAsync(buffer.AsMemory(), default)
                        is { MessageType: not WebSocketMessageType.Close } received
                )
                {
                    heard.Enqueue(Encoding.UTF8.GetString(buffer, 0, received.Count));
                }

                await socket.CloseAsync(socket.CloseStatus!.Value, socket.CloseStatusDescription, default);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await FirstMessageService.SendAsync(socket, "before");
        WaitUntil(() => !heard.IsEmpty, "Nothing was heard.");

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);
        for (var i = 0; i < 5; i++)
        {
            await FirstMessageService.SendAsync(socket, "after");
        }

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        Assert.Null(await service.Left);
        Assert.Equal(["before"], heard);
    }

    [Fact]
    public async Task An_application_that_reads_the_old_way_with_empty_buffers_or_looks_at_the_state_ends_quietly_too()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.ReceiveAsync(Memory<byte>.Empty, default);
                var received = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[64]), default);
                await socket.CloseAsync(received.CloseStatus!.Value, received.CloseStatusDescription, default);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        Assert.Null(await service.Left);
    }

    [Fact]
    public async Task A_handler_that_leaves_as_soon_as_the_socket_is_not_open_takes_the_close_frame_away_from_nobody()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                SpinWait.SpinUntil(() => socket.State != WebSocketState.Open);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task An_application_that_is_closing_already_closes_by_its_own_code()
    {
        var isClosing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var closing = socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "the handler's own", default);
                isClosing.SetResult();
                await closing;
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await isClosing.Task;

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);

        Assert.Equal((1008, "the handler's own"), await ReadCloseAsync(socket));
        Assert.Null(await service.Left);
    }
}
