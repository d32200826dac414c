using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Connections;
using WsAuth.Handshake;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>What watching costs while nothing happens, counted on one thread: what others allocate meanwhile does not count.</summary>
public sealed class IdleCostTests
{
    private const int Count = 10_000;

    [Fact]
    public async Task An_idle_socket_that_receives_costs_no_more_than_480_bytes_in_all()
    {
        HandshakeDecision? decision = null;
        var service = new LiveService
        {
            Handler = context =>
            {
                decision = context.GetHandshakeDecision();
                return EchoEndpoint.RunAsync(context);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await socket.AskAsync("hello");

        var bytes = Measure(decision!, service.Clock);

        // As built for debugging, the lists that grow meanwhile included; the receive that waits is about half of it.
        Assert.InRange(bytes, 1, 480);
    }

    private static long Measure(HandshakeDecision decision, TimeProvider clock)
    {
        var context = new DefaultHttpContext();
        var registry = new ConnectionRegistry();
        using var schedule = new ExpirySchedule(clock);
        var inner = new SilentSocket();
        var kept = new (LiveConnection, ValueTask<ValueWebSocketReceiveResult>)[Count];
        var end = clock.GetUtcNow().AddHours(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
        {
            var watched = new WatchedWebSocket(inner);
            var connection = new LiveConnection(context, decision, "/ws", "", 0) { Socket = watched };
            registry.Add(connection);
            schedule.SetEnd(connection, end);
            kept[i] = (connection, watched.ReceiveAsync(Memory<byte>.Empty, default));
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        GC.KeepAlive(kept);
        return bytes;
    }

    private sealed class SilentSocket : WebSocket
    {
        private readonly Task<ValueWebSocketReceiveResult> _never =
            new TaskCompletionSource<ValueWebSocketReceiveResult>().Task;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort() { }

        public override Task CloseAsync(WebSocketCloseStatus status, string? text, CancellationToken token) =>
            Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus status, string? text, CancellationToken token) =>
            Task.CompletedTask;

        public override void Dispose() { }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken token) =>
            throw new NotSupportedException();

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
            Memory<byte> buffer,
            CancellationToken token
        ) => new(_never);

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType type,
            bool isLast,
            CancellationToken token
        ) => Task.CompletedTask;
    }
}
