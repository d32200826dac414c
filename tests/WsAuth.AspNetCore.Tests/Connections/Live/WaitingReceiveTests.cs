using System.Net.WebSockets;
using System.Threading.Tasks.Sources;
using WsAuth.AspNetCore.Connections;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A receive that waits: what an application may do with it is what it may do with the platform's own.</summary>
public sealed class WaitingReceiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly AsyncLocal<string?> Flowing = new();

    private readonly SlowSocket _inner = new();
    private readonly WatchedWebSocket _socket;

    public WaitingReceiveTests() => _socket = new WatchedWebSocket(_inner);

    [Fact]
    public async Task Each_receive_answers_what_came_for_it()
    {
        for (var i = 1; i <= 3; i++)
        {
            var receiving = Receive();
            Assert.False(receiving.IsCompleted);
            _inner.Deliver(i);
            LiveService.WaitUntil(() => receiving.IsCompletedSuccessfully, "The receive was not answered.");
            Assert.Equal(i, (await receiving).Count);
        }
    }

    [Fact]
    public async Task Two_at_once_are_both_answered()
    {
        var (first, second) = (Receive(), Receive());
        _inner.Deliver(1);
        _inner.Deliver(2);

        Assert.Equal((1, 2), ((await first).Count, (await second).Count));
    }

    [Fact]
    public async Task Whatever_thread_it_is_answered_on_it_is_answered_once()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var receiving = Receive();
            ThreadPool.UnsafeQueueUserWorkItem(count => _inner.Deliver(count), i, preferLocal: false);
            Assert.Equal(i, (await receiving.AsTask().WaitAsync(Patience)).Count);
        }
    }

    [Fact]
    public async Task What_the_socket_throws_is_thrown()
    {
        var receiving = Receive();
        _inner.Next().SetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));

        LiveService.WaitUntil(() => receiving.IsFaulted, "The receive did not fail.");
        Assert.Equal(
            WebSocketError.ConnectionClosedPrematurely,
            (await Assert.ThrowsAsync<WebSocketException>(receiving.AsTask)).WebSocketErrorCode
        );
    }

    [Fact]
    public async Task A_cancelled_one_is_a_cancelled_task_and_the_next_one_works()
    {
        using var cancellation = new CancellationTokenSource();
        var receiving = _socket.ReceiveAsync(new byte[8].AsMemory(), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Patience));
        Assert.True(receiving.IsCanceled);
        _inner.Next();
        var next = Receive();
        _inner.Deliver(4);
        Assert.Equal(4, (await next).Count);
    }

    [Fact]
    public async Task It_may_be_awaited_once_as_any_ValueTask()
    {
        var receiving = Receive();
        _inner.Deliver(1);
        await receiving;

        Assert.Throws<InvalidOperationException>(() => receiving.GetAwaiter().GetResult());
        Assert.Throws<InvalidOperationException>(() => Receive().GetAwaiter().GetResult());
    }

    [Fact]
    public async Task One_that_was_awaited_takes_nothing_of_the_next()
    {
        var first = Receive();
        _inner.Deliver(1);
        await first;
        var second = Receive();
        _inner.Deliver(2);

        Assert.Throws<InvalidOperationException>(() => first.GetAwaiter().GetResult());
        Assert.Throws<InvalidOperationException>(() => first.IsCompleted);
        Assert.Equal(2, (await second).Count);
    }

    [Fact]
    public async Task A_second_continuation_is_refused_and_leaves_the_first_one_as_it_was()
    {
        var seen = new TaskCompletionSource<object?>();
        _ = Receive();
        IValueTaskSource<ValueWebSocketReceiveResult> source = _socket;
        source.OnCompleted(seen.SetResult, "the first one's", 0, ValueTaskSourceOnCompletedFlags.None);

        Assert.Throws<InvalidOperationException>(() =>
            source.OnCompleted(_ => { }, "the second one's", 0, ValueTaskSourceOnCompletedFlags.None)
        );
        _inner.Deliver(1);

        Assert.Equal("the first one's", await seen.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Who_awaits_it_on_a_context_goes_on_there()
    {
        var context = new CountingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        var awaiting = AwaitAsync();
        SynchronizationContext.SetSynchronizationContext(before);

        _inner.Deliver(1);

        Assert.Same(context, await awaiting.WaitAsync(Patience));
        Assert.Equal(1, context.Posts);

        async Task<SynchronizationContext?> AwaitAsync()
        {
            await Receive();
            return SynchronizationContext.Current;
        }
    }

    [Fact]
    public async Task The_execution_context_of_a_continuation_is_kept()
    {
        var seen = new TaskCompletionSource<string?>();
        Flowing.Value = "the application's";
        Receive().GetAwaiter().OnCompleted(() => seen.SetResult(Flowing.Value));
        Flowing.Value = null;

        await Task.Run(() => _inner.Deliver(1));

        Assert.Equal("the application's", await seen.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_comes_after_the_end_is_not_answered_until_the_client_has_closed_and_then_it_is_a_close()
    {
        var receiving = Receive();
        await _socket.EndAsync(ConnectionEnding.ServerStopping).WaitAsync(Patience);

        _inner.Deliver(5);
        LiveService.WaitUntil(() => _inner.IsReceiving, "Nobody waits for the client's close.");
        Assert.False(receiving.IsCompleted);
        _inner.Close();

        var received = await receiving.AsTask().WaitAsync(Patience);
        Assert.Equal((0, WebSocketMessageType.Close), (received.Count, received.MessageType));
    }

    [Fact]
    public async Task One_that_nobody_awaits_keeps_no_ended_socket_open()
    {
        _ = Receive();
        await _socket.EndAsync(ConnectionEnding.ServerStopping).WaitAsync(Patience);
        var leaving = _socket.LeaveAsync();
        Assert.False(leaving.IsCompleted);

        _inner.Close();

        await leaving.WaitAsync(Patience);
        Assert.True(_inner.IsDisposed);
    }

    private ValueTask<ValueWebSocketReceiveResult> Receive() => _socket.ReceiveAsync(new byte[8].AsMemory(), default);

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback callback, object? state)
        {
            Interlocked.Increment(ref _posts);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                SetSynchronizationContext(this);
                callback(state);
                SetSynchronizationContext(null);
            });
        }
    }
}
