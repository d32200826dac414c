using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tokens.Ticket;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>What the health check says of the store of single use, and that no store can hold it up.</summary>
public sealed class StoreHealthTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task The_store_in_memory_says_how_full_it_is()
    {
        var store = new InMemorySingleUseStore(_clock, capacity: 10);
        await using var host = await StartAsync(store);
        var empty = await host.AskHealthAsync();
        await FillAsync(store, 9);
        var nearlyFull = await host.AskHealthAsync();
        await FillAsync(store, 10);
        var full = await host.AskHealthAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var again = await host.AskHealthAsync();

        Assert.Equal(
            ["Healthy", "Degraded", "Unhealthy", "Healthy"],
            [empty.Status, nearlyFull.Status, full.Status, again.Status]
        );
        Assert.Equal(10, empty.Data.GetProperty("store").GetProperty("Capacity").GetInt32());
        Assert.Equal(
            "The store of single use, InMemorySingleUseStore, holds 9 of 10 ids; when it is full, what needs it is refused.",
            nearlyFull.Cause
        );
        Assert.Equal(
            "No handshake with a credential of kind ticket can succeed: the store of single use, InMemorySingleUseStore, cannot be used: the in-memory store holds 10 ids and is full.",
            full.Cause
        );
    }

    [Fact]
    public async Task A_store_that_throws_is_named_by_its_exceptions_type_alone()
    {
        await using var host = await StartAsync(
            new ToldStore(_ => throw new InvalidOperationException("what stands here may be a password"))
        );

        var health = await host.AskHealthAsync();

        Assert.Equal("Unhealthy", health.Status);
        Assert.EndsWith("cannot be used: it threw InvalidOperationException.", health.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_and_not_asked_again_while_it_does()
    {
        var never = new TaskCompletionSource<SingleUseStoreState?>();
        var asked = 0;
        await using var host = await StartAsync(
            new ToldStore(_ =>
            {
                Interlocked.Increment(ref asked);
                return new(never.Task);
            }),
            timeout: TimeSpan.FromMilliseconds(200)
        );

        var first = await host.AskHealthAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var second = await host.AskHealthAsync().WaitAsync(TimeSpan.FromSeconds(60));
        never.SetResult(new SingleUseStoreState());
        var third = await host.AskHealthAsync();

        Assert.Equal(["Unhealthy", "Unhealthy", "Healthy"], [first.Status, second.Status, third.Status]);
        Assert.EndsWith("it did not answer before the health check had to end.", first.Cause, StringComparison.Ordinal);
        Assert.True(asked <= 3, $"It was asked {asked} times.");
    }

    [Fact]
    public async Task A_store_that_blocks_its_caller_is_given_up_too()
    {
        using var goesOn = new ManualResetEventSlim();
        await using var host = await StartAsync(
            new ToldStore(_ =>
            {
                goesOn.Wait();
                return default;
            }),
            timeout: TimeSpan.FromMilliseconds(200)
        );

        try
        {
            var health = await host.AskHealthAsync().WaitAsync(TimeSpan.FromSeconds(60));

            Assert.Equal("Unhealthy", health.Status);
        }
        finally
        {
            goesOn.Set();
        }
    }

    [Fact]
    public async Task Patience_with_a_store_ends_by_itself()
    {
        var isAsked = new TaskCompletionSource();
        await using var host = await StartAsync(
            new ToldStore(async token =>
            {
                isAsked.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
                return null;
            })
        );

        var asking = host.AskHealthAsync();
        await isAsked.Task;
        while (!asking.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(asking, Task.Delay(50));
        }

        Assert.EndsWith("it did not answer within 2 s.", (await asking).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_say_is_no_fault_and_its_failures_are_seen_in_the_handshakes()
    {
        await using var host = await StartAsync(new SilentStore());
        var before = await host.AskHealthAsync();
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "u1")], "test"));
        var ticket = host
            .Services.GetRequiredService<TicketIssuer>()
            .Issue(new TicketRequest { Principal = caller, Path = "/ws" })
            .DangerousGetText();
        await host.ConnectInVainAsync("/ws?ticket=" + LeakWatch.ProtectToken(ticket));
        _ = host.Logs.Handshakes;

        var after = await host.AskHealthAsync();

        Assert.Equal(["Healthy", "Degraded"], [before.Status, after.Status]);
        Assert.False(before.Data.GetProperty("store").GetProperty("IsProbed").GetBoolean());
        Assert.Equal(
            "1 handshakes of the last 5 minutes were refused with state_unavailable, by a fault of the server.",
            after.Cause
        );
    }

    [Fact]
    public async Task A_store_that_nothing_accepted_needs_is_not_asked()
    {
        await using var host = await HealthHost.StartAsync(
            [TokenKind.Jwt],
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() },
            store: new ToldStore(_ => throw new InvalidOperationException())
        );

        var health = await host.AskHealthAsync();

        Assert.Equal("Healthy", health.Status);
        Assert.False(health.Data.TryGetProperty("store", out _));
    }

    private static async Task FillAsync(InMemorySingleUseStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await store.UseAsync($"id-{i}", TimeSpan.FromMinutes(1), default);
        }
    }

    private Task<KestrelHost> StartAsync(ISingleUseStore store, TimeSpan? timeout = null) =>
        HealthHost.StartAsync(
            [TokenKind.Ticket],
            clock: _clock,
            store: store,
            add: checks => checks.AddWsAuth(timeout: timeout)
        );

    private class SilentStore : ISingleUseStore
    {
        public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken) =>
            new(new SingleUse(SingleUseOutcome.Unavailable));
    }

    private sealed class ToldStore(Func<CancellationToken, ValueTask<SingleUseStoreState?>> probe)
        : SilentStore,
            ISingleUseStore
    {
        ValueTask<SingleUseStoreState?> ISingleUseStore.ProbeAsync(CancellationToken cancellationToken) =>
            probe(cancellationToken);
    }
}
