using System.Net.WebSockets;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// The accepted socket, as the application sees it. Everything goes through as it is, until the server ends the connection: then the watch closes
/// it, what the client still sends is not delivered, the application's receive answers a close, and its own close has nothing left to do.
/// </summary>
internal sealed partial class WatchedWebSocket(WebSocket inner) : WebSocket
{
    private SocketTraffic _traffic;
    private SocketFarewell? _farewell;

    public override WebSocketState State =>
        inner.State is var state && state == WebSocketState.Open && _traffic.IsEnded ? WebSocketState.CloseSent : state;

    // Whoever closes with the client's own code after its close has one, also where the client is cut off before it answers.
    public override WebSocketCloseStatus? CloseStatus =>
        inner.CloseStatus ?? (_traffic.IsEnded ? _farewell!.Status : null);

    public override string? CloseStatusDescription =>
        inner.CloseStatus is null && _traffic.IsEnded ? _farewell!.Text : inner.CloseStatusDescription;

    public override string? SubProtocol => inner.SubProtocol;

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            buffer,
            messageType,
            endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None,
            cancellationToken
        );

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer,
        WebSocketMessageType messageType,
        WebSocketMessageFlags messageFlags,
        CancellationToken cancellationToken
    )
    {
        if (!_traffic.TryBeginSend())
        {
            return ValueTask.FromException(Over());
        }

        try
        {
            return EndSendAsync(inner.SendAsync(buffer, messageType, messageFlags, cancellationToken));
        }
        catch
        {
            EndSend();
            throw;
        }
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken
    )
    {
        if (!_traffic.TryBeginSend())
        {
            return Task.FromException(Over());
        }

        try
        {
            return EndSendAsync(new ValueTask(inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken)))
                .AsTask();
        }
        catch
        {
            EndSend();
            throw;
        }
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus,
        string? statusDescription,
        CancellationToken cancellationToken
    ) =>
        _traffic.TryBeginClose()
            ? ForgiveAsync(inner.CloseAsync(closeStatus, statusDescription, cancellationToken))
            : _farewell!.WaitAsync();

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus,
        string? statusDescription,
        CancellationToken cancellationToken
    ) =>
        _traffic.TryBeginClose()
            ? ForgiveAsync(inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken))
            : Task.CompletedTask;

    public override void Abort() => inner.Abort();

    // A handler that leaves as soon as it sees the state would take the stream away before the close frame is out: the farewell disposes.
    public override void Dispose()
    {
        if (!_traffic.IsEnded)
        {
            inner.Dispose();
        }
    }

    /// <summary>Ends it: from now on nothing is sent or delivered, and the client is asked to close. Never throws.</summary>
    public Task EndAsync(ConnectionEnding ending)
    {
        var farewell = new SocketFarewell(inner, ending);
        _farewell = farewell;
        _traffic.End();
        return farewell.BidAsync(_traffic.IsSending, _traffic.IsReceiving, _traffic.IsClosing);
    }

    /// <summary>The handler is gone: waits for the client's answer to the close, where it was asked, and disposes the socket.</summary>
    public async Task LeaveAsync()
    {
        if (_traffic.IsEnded)
        {
            await _farewell!.WaitAsync().ConfigureAwait(false);
            inner.Dispose();
        }
    }

    public void AbortInner() => inner.Abort();

    private static WebSocketException Over() =>
        new(WebSocketError.InvalidState, "The server has ended this connection; nothing can be sent any more.");

    private ValueTask EndSendAsync(ValueTask sending)
    {
        if (!sending.IsCompleted)
        {
            return AwaitAsync(sending);
        }

        EndSend();
        return sending;

        async ValueTask AwaitAsync(ValueTask underway)
        {
            try
            {
                await underway.ConfigureAwait(false);
            }
            finally
            {
                EndSend();
            }
        }
    }

    private void EndSend()
    {
        if (_traffic.EndSend())
        {
            _farewell!.SendsAreOver();
        }
    }

    // The application closed first, and was cut off by the end of the session or of the grace period.
    private async Task ForgiveAsync(Task closing)
    {
        try
        {
            await closing.ConfigureAwait(false);
        }
        catch (Exception exception) when (_traffic.IsEnded && ClosingHandshake.IsEndOfConnection(exception)) { }
    }
}
