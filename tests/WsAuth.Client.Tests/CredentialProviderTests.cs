using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>What is kept, for how long, and who waits for whom.</summary>
public sealed class CredentialProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private int _fetches;

    [Fact]
    public async Task It_is_kept_until_its_margin_and_then_replaced()
    {
        var provider = Provider(_ => Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5))));

        var first = await provider.GetAsync();
        _clock.Advance(TimeSpan.FromSeconds(269));
        Assert.Same(first, await provider.GetAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = await provider.GetAsync();

        Assert.NotSame(first, second);
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task One_without_an_end_is_kept_until_it_is_forgotten()
    {
        var provider = Provider(_ => Task.FromResult<MintedToken?>(New(null)));
        var first = (await provider.GetAsync())!;
        _clock.Advance(TimeSpan.FromDays(400));

        Assert.Same(first, await provider.GetAsync());
        provider.Forget(first);
        var second = (await provider.GetAsync())!;
        provider.Forget(first);

        Assert.NotSame(first, second);
        Assert.Same(second, await provider.GetAsync());
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_fetch()
    {
        var gate = new TaskCompletionSource<MintedToken?>();
        var provider = Provider(_ => gate.Task);

        var asking = Enumerable.Range(0, 64).Select(_ => provider.GetAsync().AsTask()).ToArray();
        var token = New(TimeSpan.FromMinutes(5));
        gate.SetResult(token);

        Assert.All(await Task.WhenAll(asking), it => Assert.Same(token, it));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_others_waiting_and_the_last_one_ends_the_fetch()
    {
        var stopped = new TaskCompletionSource();
        var provider = Provider(async stopping =>
        {
            using var registration = stopping.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, stopping);
            return null;
        });
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var first = provider.GetAsync(one.Token).AsTask();
        var second = provider.GetAsync(other.Token).AsTask();

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(stopped.Task.IsCompleted || second.IsCompleted);

        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await stopped.Task;
    }

    [Fact]
    public async Task A_fetch_that_was_given_up_is_not_joined_and_leaves_nothing_behind()
    {
        var slow = new TaskCompletionSource<MintedToken?>();
        var late = New(TimeSpan.FromMinutes(5));
        var fresh = New(TimeSpan.FromMinutes(5));
        var provider = Provider(_ => _fetches == 1 ? slow.Task : Task.FromResult<MintedToken?>(fresh));
        using var stopping = new CancellationTokenSource();
        var givenUp = provider.GetAsync(stopping.Token).AsTask();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        while (Volatile.Read(ref _fetches) == 0)
        {
            await Task.Yield();
        }

        var asked = await provider.GetAsync();
        slow.SetResult(late);

        Assert.Same(fresh, asked);
        Assert.Same(fresh, await provider.GetAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task One_that_has_expired_is_never_handed_out_not_even_fresh_from_its_source(int seconds)
    {
        var provider = Provider(_ => Task.FromResult<MintedToken?>(New(TimeSpan.FromSeconds(seconds))));

        var fault = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await provider.GetAsync());

        Assert.Contains("expired at 2026-11-20", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_lives_shorter_than_the_margin_is_fetched_each_time()
    {
        var provider = Provider(_ => Task.FromResult<MintedToken?>(New(TimeSpan.FromSeconds(10))));

        Assert.NotSame(await provider.GetAsync(), await provider.GetAsync());
    }

    [Fact]
    public async Task Where_the_next_cannot_be_fetched_the_last_one_serves_to_its_end_and_no_longer()
    {
        var isDown = false;
        var provider = Provider(_ =>
            isDown
                ? Task.FromException<MintedToken?>(new HttpRequestException("down"))
                : Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5)))
        );
        var last = await provider.GetAsync();
        isDown = true;

        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Same(last, await provider.GetAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<HttpRequestException>(async () => await provider.GetAsync());
    }

    [Fact]
    public async Task One_that_was_forgotten_does_not_serve_where_the_next_cannot_be_fetched()
    {
        var isDown = false;
        var provider = Provider(_ =>
            isDown
                ? Task.FromException<MintedToken?>(new HttpRequestException("down"))
                : Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5)))
        );
        provider.Forget((await provider.GetAsync())!);
        isDown = true;

        await Assert.ThrowsAsync<HttpRequestException>(async () => await provider.GetAsync());
    }

    [Fact]
    public async Task One_that_is_forgotten_while_the_next_is_fetched_does_not_serve_either()
    {
        var next = new TaskCompletionSource<MintedToken?>();
        var provider = Provider(_ =>
            Volatile.Read(ref _fetches) == 1 ? Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5))) : next.Task
        );
        var last = (await provider.GetAsync())!;
        _clock.Advance(TimeSpan.FromSeconds(280));

        var asking = provider.GetAsync().AsTask();
        provider.Forget(last);
        next.SetException(new HttpRequestException("down"));

        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [Fact]
    public async Task None_is_none_even_where_the_last_one_is_still_valid()
    {
        var isSignedIn = true;
        var provider = Provider(_ => Task.FromResult(isSignedIn ? New(TimeSpan.FromMinutes(5)) : null));
        await provider.GetAsync();
        isSignedIn = false;
        _clock.Advance(TimeSpan.FromSeconds(280));

        Assert.Null(await provider.GetAsync());
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_prolongs_nothing_and_one_set_forward_ends_it()
    {
        var provider = Provider(_ => Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5))));
        var first = await provider.GetAsync();
        _clock.Advance(TimeSpan.FromSeconds(280));
        _clock.StepWallClock(TimeSpan.FromMinutes(-10));

        var second = await provider.GetAsync();
        _clock.StepWallClock(TimeSpan.FromMinutes(10));
        var third = await provider.GetAsync();

        Assert.NotSame(first, second);
        Assert.NotSame(second, third);
    }

    [Fact]
    public async Task A_single_use_one_is_never_handed_out_twice()
    {
        var provider = Provider(
            _ => Task.FromResult<MintedToken?>(New(TimeSpan.FromMinutes(5))),
            options => options.IsSingleUse = true
        );

        var all = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => provider.GetAsync().AsTask()));

        Assert.Equal(64, all.Distinct().Count());
    }

    [Fact]
    public async Task A_ticket_is_not_kept_by_mistake()
    {
        var provider = Provider(_ =>
            Task.FromResult<MintedToken?>(
                MintedToken.FromText("a.b.c", TokenKind.Ticket, _clock.GetUtcNow().AddHours(1))
            )
        );

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await provider.GetAsync());
        Assert.Contains("TicketCredentialProvider", fault.Message, StringComparison.Ordinal);
    }

    private MintedToken New(TimeSpan? lifetime) =>
        MintedToken.FromText(TestSecrets.Hex(), TokenKind.Jwt, _clock.GetUtcNow() + lifetime);

    private CredentialProvider Provider(
        Func<CancellationToken, Task<MintedToken?>> fetch,
        Action<CredentialProviderOptions>? configure = null
    )
    {
        var options = new CredentialProviderOptions { Clock = _clock };
        configure?.Invoke(options);
        return new CredentialProvider(
            stopping =>
            {
                Interlocked.Increment(ref _fetches);
                return fetch(stopping);
            },
            options
        );
    }
}
