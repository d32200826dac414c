using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace WsAuth.AspNetCore.Connections;

// How the application receives. An idle socket waits here, so what a receive needs while it waits is part of the socket: an async method would have an
// object of its own for it.
internal sealed partial class WatchedWebSocket : IValueTaskSource<ValueWebSocketReceiveResult>
{
    private static readonly Action<object?> Answered = _ => { };

    private Action? _onReceived;
    private Action<object?>? _continuation;
    private object? _continuationState;
    private ValueTask<ValueWebSocketReceiveResult> _receiving;
    private int _isWaiting;
    private short _turn;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (!_traffic.TryBeginReceive())
        {
            return ReceiveCloseAsync();
        }

        ValueTask<ValueWebSocketReceiveResult> receiving;
        try
        {
            receiving = inner.ReceiveAsync(buffer, cancellationToken);
        }
        catch (Exception exception)
        {
            receiving = ValueTask.FromException<ValueWebSocketReceiveResult>(exception);
        }

        // One waits at a time; whoever calls out of turn gets the socket's own answer to that.
        return receiving.IsCompleted || Interlocked.Exchange(ref _isWaiting, 1) != 0
            ? EndReceiveAsync(receiving)
            : WaitAsync(receiving);
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (_traffic.TryBeginReceive())
        {
            try
            {
                var received = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (!_traffic.IsEnded || received.MessageType == WebSocketMessageType.Close)
                {
                    return received;
                }
            }
            catch (Exception exception) when (_traffic.IsEnded && ClosingHandshake.IsEndOfConnection(exception))
            {
                // As above.
            }
            finally
            {
                EndReceive();
            }
        }

        await _farewell!.WaitAsync().ConfigureAwait(false);
        return new WebSocketReceiveResult(0, WebSocketMessageType.Close, true, CloseStatus, CloseStatusDescription);
    }

    ValueTaskSourceStatus IValueTaskSource<ValueWebSocketReceiveResult>.GetStatus(short token)
    {
        ThrowUnlessTurn(token);
        return !ReferenceEquals(Volatile.Read(ref _continuation), Answered) ? ValueTaskSourceStatus.Pending
            : _receiving.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
            : _receiving.IsCanceled ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    void IValueTaskSource<ValueWebSocketReceiveResult>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    )
    {
        ThrowUnlessTurn(token);
        (continuation, state) = CallersContext.Keep(continuation, state, flags);
        var before = Volatile.Read(ref _continuation);
        if (before is null)
        {
            // Not where there is one already: it keeps its own.
            _continuationState = state;
            before = Interlocked.CompareExchange(ref _continuation, continuation, null);
        }

        if (ReferenceEquals(before, Answered))
        {
            ThreadPool.UnsafeQueueUserWorkItem(continuation, state, preferLocal: true);
        }
        else if (before is not null)
        {
            throw new InvalidOperationException("A receive is awaited once.");
        }
    }

    ValueWebSocketReceiveResult IValueTaskSource<ValueWebSocketReceiveResult>.GetResult(short token)
    {
        ThrowUnlessTurn(token);
        if (!ReferenceEquals(Volatile.Read(ref _continuation), Answered))
        {
            throw new InvalidOperationException("Nothing was received yet.");
        }

        var answer = _receiving;
        _receiving = default;
        _continuation = null;
        _continuationState = null;
        _turn++;
        Volatile.Write(ref _isWaiting, 0);
        return answer.GetAwaiter().GetResult();
    }

    private ValueTask<ValueWebSocketReceiveResult> WaitAsync(ValueTask<ValueWebSocketReceiveResult> receiving)
    {
        // Before anything is awaited: it may be received, answered and received anew before this method returns.
        var answer = new ValueTask<ValueWebSocketReceiveResult>(this, _turn);
        _receiving = receiving;
        receiving.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onReceived ??= OnReceived);
        return answer;
    }

    // Completes at once, unless the socket has ended: then the application's answer has to wait.
    private void OnReceived()
    {
        var receiving = EndReceiveAsync(_receiving);
        _receiving = receiving;
        if (receiving.IsCompleted)
        {
            Answer();
        }
        else
        {
            receiving.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Answer);
        }
    }

    private void Answer()
    {
        if (Interlocked.Exchange(ref _continuation, Answered) is { } continuation)
        {
            continuation(_continuationState);
        }
    }

    private void ThrowUnlessTurn(short token)
    {
        if (token != _turn)
        {
            throw new InvalidOperationException("This receive was awaited already.");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> EndReceiveAsync(
        ValueTask<ValueWebSocketReceiveResult> receiving
    )
    {
        try
        {
            var received = await receiving.ConfigureAwait(false);
            if (!_traffic.IsEnded || received.MessageType == WebSocketMessageType.Close)
            {
                return received;
            }
        }
        catch (Exception exception) when (_traffic.IsEnded && ClosingHandshake.IsEndOfConnection(exception))
        {
            // Aborted, since its client did not answer the close: to the application it is closed.
        }
        finally
        {
            EndReceive();
        }

        return await ReceiveCloseAsync().ConfigureAwait(false);
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveCloseAsync()
    {
        await _farewell!.WaitAsync().ConfigureAwait(false);
        return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
    }

    private void EndReceive()
    {
        if (_traffic.EndReceive())
        {
            _farewell!.ReceivesAreOver();
        }
    }
}
