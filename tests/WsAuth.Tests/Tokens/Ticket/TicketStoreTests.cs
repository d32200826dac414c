using Microsoft.Extensions.DependencyInjection;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>A store that cannot tell closes the door.</summary>
public sealed class TicketStoreTests
{
    [Fact]
    public async Task A_full_store_refuses_until_it_has_forgotten_and_forgets_nothing_early()
    {
        var clock = new ManualTimeProvider();
        var store = new InMemorySingleUseStore(clock, capacity: 2);
        using var desk = new TicketDesk(store);
        var first = desk.Issue("u1");
        Assert.True((await desk.RedeemAsync(first)).IsAccepted);
        Assert.True((await desk.RedeemAsync(desk.Issue("u2"))).IsAccepted);

        var third = await desk.RedeemAsync(desk.Issue("u3"));

        third.ShouldBeRefused(
            "state_unavailable",
            "InMemorySingleUseStore, cannot tell: the in-memory store holds 2 ids and is full"
        );
        Assert.Equal((503, "unavailable"), (third.Refusal!.Reason.Status, third.Refusal.Reason.WireClass));
        (await desk.RedeemAsync(first)).ShouldBeRefused("ticket_used");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await desk.RedeemAsync(desk.Issue("u4"))).IsAccepted);
    }

    [Theory]
    [InlineData(42)]
    [InlineData(375)]
    [InlineData(299_999_999)]
    [InlineData(long.MaxValue)]
    public async Task Nothing_is_forgotten_one_tick_before_its_end(long ticks)
    {
        var clock = new ManualTimeProvider();
        var store = new InMemorySingleUseStore(clock);
        var keepFor = TimeSpan.FromTicks(ticks);
        await store.UseAsync("a", keepFor, default);

        clock.Advance(TimeSpan.FromTicks(Math.Min(ticks, TimeSpan.TicksPerDay) - 1));

        Assert.Equal(SingleUseOutcome.Again, (await store.UseAsync("a", keepFor, default)).Outcome);
    }

    [Fact]
    public async Task A_ticket_is_not_good_again_in_the_last_moment_of_its_time()
    {
        using var desk = new TicketDesk();
        for (var i = 1; i < 100; i++)
        {
            // A ticket's end is 30 s after the next full second; what is left of it is a fraction that no double holds exactly.
            var ticket = desk.Issue($"u{i}");
            var now = desk.Clock.GetUtcNow();
            var end = DateTimeOffset.FromUnixTimeSeconds(
                now.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds() + 30
            );
            desk.Clock.Advance(TimeSpan.FromTicks(i * 700_919L));
            Assert.True((await desk.RedeemAsync(ticket)).IsAccepted);

            desk.Clock.Advance(end - desk.Clock.GetUtcNow() - TimeSpan.FromTicks(1));

            (await desk.RedeemAsync(ticket)).ShouldBeRefused("ticket_used");
        }
    }

    [Fact]
    public async Task A_store_that_throws_refuses_and_says_for_how_long()
    {
        var store = new SharedStore(new ManualTimeProvider(), isShared: false)
        {
            Fault = () => throw new InvalidOperationException("connection string with a password"),
        };
        using var desk = new TicketDesk(store);
        (await desk.RedeemAsync(desk.Issue())).ShouldBeRefused(
            "state_unavailable",
            "it threw InvalidOperationException; for 0 s now"
        );
        desk.Clock.Advance(TimeSpan.FromSeconds(90));

        var later = await desk.RedeemAsync(desk.Issue());

        later.ShouldBeRefused("state_unavailable", "for 90 s now");
        Assert.DoesNotContain("password", later.Refusal!.Explanation, StringComparison.Ordinal);
        store.Fault = null;
        Assert.True((await desk.RedeemAsync(desk.Issue())).IsAccepted);
    }

    [Fact]
    public async Task A_store_that_never_answers_is_waited_for_five_seconds()
    {
        var store = new SharedStore(new ManualTimeProvider(), isShared: false)
        {
            Fault = () => new ValueTask<SingleUse>(new TaskCompletionSource<SingleUse>().Task),
        };
        using var desk = new TicketDesk(store);
        var deciding = desk.RedeemAsync(desk.Issue());
        Assert.False(deciding.IsCompleted);

        desk.Clock.Advance(TimeSpan.FromSeconds(5));

        (await deciding).ShouldBeRefused("state_unavailable", "did not answer within 5 s");
    }

    [Fact]
    public async Task A_default_answer_is_no_first_use()
    {
        var store = new SharedStore(new ManualTimeProvider(), isShared: false) { Fault = () => default };
        using var desk = new TicketDesk(store);

        (await desk.RedeemAsync(desk.Issue())).ShouldBeRefused("state_unavailable", "it gave no reason");
    }

    [Fact]
    public async Task A_refused_ticket_does_not_reach_the_store()
    {
        var store = new SharedStore(new ManualTimeProvider(), isShared: false);
        using var desk = new TicketDesk(store);
        await desk.RedeemAsync(desk.Issue(), path: "/other");
        await desk.RedeemAsync(desk.Issue(origin: "https://a.example"));
        await desk.RedeemAsync(desk.Issue()[..^4] + "AAAA");

        Assert.Equal(0, store.Asked);
    }

    [Fact]
    public void Two_hosts_have_two_keys()
    {
        using var one = new TicketDesk();
        using var two = new TicketDesk();

        Assert.NotEqual(
            one.Host.Secrets.GetRing("ticket").Current!.Fingerprint,
            two.Host.Secrets.GetRing("ticket").Current!.Fingerprint
        );
        Assert.Same(
            one.Host.Services.GetRequiredService<ISingleUseStore>(),
            one.Host.Services.GetRequiredService<ISingleUseStore>()
        );
    }
}
