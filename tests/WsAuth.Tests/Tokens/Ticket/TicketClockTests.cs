using WsAuth.Tests.Handshake;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>Steps of the wall clock neither end a ticket nor bring one back.</summary>
public sealed class TicketClockTests : IDisposable
{
    private readonly TicketDesk _desk = new();

    [Theory]
    [InlineData(-3600)]
    [InlineData(-20)]
    [InlineData(20)]
    [InlineData(3600)]
    [InlineData(86_400_000)]
    public async Task A_ticket_lives_on_through_a_step(int seconds)
    {
        var ticket = _desk.Issue();
        _desk.Clock.StepWallClock(TimeSpan.FromSeconds(seconds));

        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
        (await _desk.RedeemAsync(ticket)).ShouldBeRefused("ticket_used");
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-60)]
    [InlineData(3600)]
    public async Task An_expired_ticket_stays_expired_through_a_step(int seconds)
    {
        var ticket = _desk.Issue();
        _desk.Clock.Advance(TimeSpan.FromSeconds(31));
        _desk.Clock.StepWallClock(TimeSpan.FromSeconds(seconds));

        (await _desk.RedeemAsync(ticket)).ShouldBeRefused("token_expired", "The ticket expired 1 s ago");
    }

    [Fact]
    public async Task A_used_ticket_stays_used_up_at_every_moment_after_a_step_back()
    {
        var ticket = _desk.Issue();
        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
        _desk.Clock.StepWallClock(TimeSpan.FromSeconds(-45));

        for (var i = 0; i < 120; i++)
        {
            Assert.False((await _desk.RedeemAsync(ticket)).IsAccepted, $"after {i} s");
            _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_ticket_that_is_issued_after_a_step_is_as_good_as_any()
    {
        _desk.Clock.StepWallClock(TimeSpan.FromHours(-2));
        var ticket = _desk.Issue();
        _desk.Clock.Advance(TimeSpan.FromSeconds(29));

        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
    }

    public void Dispose() => _desk.Dispose();
}
