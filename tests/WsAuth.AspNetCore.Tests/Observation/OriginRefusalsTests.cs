using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

public sealed class OriginRefusalsTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void A_flood_of_origins_is_remembered_and_told_up_to_a_bound()
    {
        var refusals = new OriginRefusals(_clock);

        var told = Enumerable.Range(0, 10_000).Count(i => refusals.IsToBeTold($"https://{i}.example", out _));

        Assert.Equal(OriginRefusals.MostOrigins, told);
        _clock.Advance(OriginRefusals.Interval);
        Assert.True(refusals.IsToBeTold("https://new.example", out _));
    }

    [Fact]
    public void An_origin_is_told_once_an_interval_whatever_the_wall_clock_does()
    {
        var refusals = new OriginRefusals(_clock);
        Assert.True(refusals.IsToBeTold("https://a.example", out _));
        Assert.False(refusals.IsToBeTold("https://A.example", out _));
        _clock.StepWallClock(TimeSpan.FromDays(1));
        Assert.False(refusals.IsToBeTold("https://a.example", out _));

        _clock.Advance(OriginRefusals.Interval);
        _clock.StepWallClock(TimeSpan.FromDays(-2));
        Assert.True(refusals.IsToBeTold("https://a.example", out var untold));
        Assert.Equal(2, untold);
    }
}
