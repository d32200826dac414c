using System.Net.WebSockets;
using WsAuth.AspNetCore.Connections;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Nobody waits for ever for the end of a socket, however the application's own calls and the server's end fall together.</summary>
public sealed class FarewellTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_waits_a_moment_before_the_client_is_asked_hears_its_answer_where_the_application_closes()
    {
        var inner = new SlowSocket();
        var farewell = new SocketFarewell(inner, ConnectionEnding.ServerStopping);

        // A thread may be here while the one that ends the socket has marked it, and has not gone on.
        var waiting = farewell.WaitAsync();
        await farewell.BidAsync(isSending: false, isReceiving: false, isClosing: true);
        LiveService.WaitUntil(() => inner.IsReceiving, "Nobody waits for the client's close.");
        inner.Close();

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Thousands_of_sends_that_are_stuck_are_not_taken_for_receives()
    {
        var inner = new StuckSocket();
        var socket = new WatchedWebSocket(inner);
        var sending = Enumerable
            .Range(0, 5_000)
            .Select(_ => socket.SendAsync(new byte[1].AsMemory(), WebSocketMessageType.Text, true, default).AsTask())
            .ToList();
        var receiving = socket.ReceiveAsync(new byte[1].AsMemory(), default).AsTask();
        _ = socket.EndAsync(ConnectionEnding.ServerStopping);

        socket.Abort();

        Assert.Equal(WebSocketMessageType.Close, (await receiving.WaitAsync(Patience)).MessageType);
        await socket.LeaveAsync().WaitAsync(Patience);
        await Task.WhenAll(sending).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        Assert.False(inner.HasClosedDuringSends);
    }

    /// <summary>A client that neither reads nor sends: whatever waits for it ends with the abort.</summary>
    private sealed class StuckSocket : WebSocket
    {
        private readonly TaskCompletionSource _sends = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly TaskCompletionSource<ValueWebSocketReceiveResult> _receive = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public bool HasClosedDuringSends { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _sends.Task.IsCompleted ? WebSocketState.Aborted : WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
            // Receives first: what is underway then are sends alone.
            _receive.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
            _sends.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
            Memory<byte> buffer,
            CancellationToken token
        ) => new(_receive.Task);

        public override ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer,
            WebSocketMessageType type,
            WebSocketMessageFlags flags,
            CancellationToken token
        ) => new(_sends.Task);

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType type,
            bool isLast,
            CancellationToken token
        ) => _sends.Task;

        public override Task CloseOutputAsync(WebSocketCloseStatus status, string? text, CancellationToken token)
        {
            HasClosedDuringSends |= !_sends.Task.IsCompleted;
            return _sends.Task;
        }

        public override Task CloseAsync(WebSocketCloseStatus status, string? text, CancellationToken token) =>
            CloseOutputAsync(status, text, token);

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken token) =>
            throw new NotSupportedException();

        public override void Dispose() { }
    }
}
