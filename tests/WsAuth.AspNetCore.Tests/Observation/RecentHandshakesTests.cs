using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>The counters of the last five minutes.</summary>
public sealed class RecentHandshakesTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Threads_that_count_at_once_lose_nothing()
    {
        var recent = new RecentHandshakes(_clock);

        Parallel.For(0, 40_000, i => recent.Count(Refused(i % 2 == 0 ? ReasonCatalogue.TokenExpired : null)));

        var counts = recent.Read();
        Assert.Equal(20_000, counts.Refused["token_expired"]);
        Assert.Equal(20_000, counts.Unguarded);
    }

    [Fact]
    public void The_window_slides_and_its_memory_is_used_again()
    {
        var recent = new RecentHandshakes(_clock);
        var seen = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            recent.Count(Refused(ReasonCatalogue.CredentialMissing));
            seen.Add(recent.Read().RefusedCount);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(Enumerable.Range(1, 30).Concat(Enumerable.Repeat(30, 70)), seen);
        _clock.Advance(RecentHandshakes.Window);
        Assert.Equal(0, recent.Read().RefusedCount);
    }

    [Fact]
    public void A_step_of_the_wall_clock_changes_nothing()
    {
        var recent = new RecentHandshakes(_clock);
        recent.Count(Refused(ReasonCatalogue.CredentialMissing));

        _clock.StepWallClock(TimeSpan.FromHours(-3));
        recent.Count(Refused(ReasonCatalogue.CredentialMissing));

        Assert.Equal(2, recent.Read().RefusedCount);
    }

    [Fact]
    public void Reasons_of_an_applications_own_are_counted_together_and_two_rows_of_one_code_too()
    {
        var recent = new RecentHandshakes(_clock);

        recent.Count(Refused(new Reason("moon_is_full", 403, 4403, "The moon is full.", "Wait.")));
        recent.Count(Refused(new Reason("moon_is_new", 403, 4403, "The moon is new.", "Wait.")));
        foreach (var row in ReasonCatalogue.All.Where(row => row.Code == "token_malformed"))
        {
            recent.Count(Refused(row));
        }

        var counts = recent.Read();
        Assert.Equal(2, counts.Refused["other"]);
        Assert.Equal(2, counts.Refused["token_malformed"]);
    }

    private HandshakeRecord Refused(Reason? reason) =>
        new()
        {
            AttemptId = "",
            At = _clock.GetUtcNow(),
            IsHandshake = true,
            Endpoint = "/ws",
            Reason = reason,
        };
}
