using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Tasks.Sources;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A socket whose receives are answered when a test says so, in their order.</summary>
internal sealed class SlowSocket : WebSocket
{
    private readonly ConcurrentQueue<TaskCompletionSource<ValueWebSocketReceiveResult>> _receives = [];
    private volatile bool _isClosed;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _isClosed ? WebSocketState.Closed : WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>What answers every receive in the test's stead; null where the test does.</summary>
    public IValueTaskSource<ValueWebSocketReceiveResult>? Receives { get; init; }

    public bool IsDisposed { get; private set; }

    public bool IsReceiving => !_receives.IsEmpty;

    /// <summary>The receive that waits longest.</summary>
    public TaskCompletionSource<ValueWebSocketReceiveResult> Next() =>
        _receives.TryDequeue(out var next) ? next : throw new InvalidOperationException("Nobody receives.");

    public void Deliver(int count) =>
        Next().SetResult(new ValueWebSocketReceiveResult(count, WebSocketMessageType.Binary, true));

    public void Close()
    {
        _isClosed = true;
        Next().SetResult(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken token) =>
        Receives is null ? new(Wait(token)) : new(Receives, 0);

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken token) =>
        throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType type,
        bool isLast,
        CancellationToken token
    ) => Task.CompletedTask;

    public override Task CloseAsync(WebSocketCloseStatus status, string? text, CancellationToken token) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus status, string? text, CancellationToken token) =>
        Task.CompletedTask;

    public override void Abort() { }

    public override void Dispose() => IsDisposed = true;

    private Task<ValueWebSocketReceiveResult> Wait(CancellationToken token)
    {
        var receive = new TaskCompletionSource<ValueWebSocketReceiveResult>();
        token.Register(() => receive.TrySetCanceled(token));
        _receives.Enqueue(receive);
        return receive.Task;
    }
}
