using System.Net.WebSockets;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Connections;
using WsAuth.Handshake;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>What watching costs while nothing happens, counted on one thread: what others allocate meanwhile does not count.</summary>
public sealed class IdleCostTests
{
    // So many that the lists of all connections do not grow while the others are counted.
    private const int Crowd = 8_200;
    private const int Count = 8_000;

    // A connection's places in those two lists, each of which may have as many free ones beside.
    private const int Places = 2 * sizeof(long);

    [Fact]
    public async Task An_idle_socket_that_receives_costs_no_more_than_300_bytes()
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

        Assert.InRange(bytes + Places, 1, 300);
    }

    private static long Measure(HandshakeDecision decision, TimeProvider clock)
    {
        var context = new DefaultHttpContext();
        var registry = new ConnectionRegistry();
        using var schedule = new ExpirySchedule(clock);
        var inner = new SlowSocket { Receives = new SilentReceives() };
        var kept = new (LiveConnection, ValueTask<ValueWebSocketReceiveResult>)[Crowd + Count];
        var end = clock.GetUtcNow().AddHours(1);
        var before = 0L;
        for (var i = 0; i < kept.Length; i++)
        {
            if (i == Crowd)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            var watched = new WatchedWebSocket(inner);
            var connection = new LiveConnection(context, decision, "/ws", "", 0) { Socket = watched };
            registry.Add(connection);
            schedule.SetEnd(connection, end, clock.GetUtcNow());
            kept[i] = (connection, watched.ReceiveAsync(Memory<byte>.Empty, default));
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        GC.KeepAlive(kept);
        return bytes;
    }

    /// <summary>Never receives anything, and takes nothing itself for whoever waits for it.</summary>
    private sealed class SilentReceives : IValueTaskSource<ValueWebSocketReceiveResult>
    {
        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(
            Action<object?> next,
            object? state,
            short token,
            ValueTaskSourceOnCompletedFlags flags
        ) { }

        public ValueWebSocketReceiveResult GetResult(short token) => throw new NotSupportedException();
    }
}
