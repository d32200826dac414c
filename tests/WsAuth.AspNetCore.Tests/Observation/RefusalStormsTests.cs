using System.Net;
using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>Which refusals are told apart, and how many at the most.</summary>
public sealed class RefusalStormsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<RefusalStorm> _counted = [];

    [Fact]
    public void Other_clients_causes_and_endpoints_are_told_apart()
    {
        using var storms = Storms();

        Assert.True(storms.IsToBeTold(Refused("a")));
        Assert.True(storms.IsToBeTold(Refused("b")));
        Assert.True(storms.IsToBeTold(Refused("a") with { Reason = ReasonCatalogue.TokenExpired }));
        Assert.True(storms.IsToBeTold(Refused("a") with { Endpoint = "/other" }));
        Assert.False(storms.IsToBeTold(Refused("a")));
    }

    [Fact]
    public void A_flood_of_clients_is_told_up_to_a_bound_and_counted_beyond_it()
    {
        using var storms = Storms();

        var told = Enumerable
            .Range(0, 10_000)
            .Count(i =>
                storms.IsToBeTold(
                    Refused($"client {i}") with
                    {
                        RemoteAddress = new IPAddress([10, 0, (byte)(i >> 8), (byte)i]),
                    }
                )
            );
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalStorms.MostStorms, told);
        var others = Assert.Single(_counted);
        Assert.Equal(
            (true, 10_000 - told, RefusalStorms.MostAddresses),
            (others.IsOfMany, others.Count, others.Addresses)
        );
        Assert.True(storms.IsToBeTold(Refused("new")));
    }

    [Fact]
    public void Whoever_fills_the_table_by_names_of_its_own_hides_nobody_elses_first_failure()
    {
        using var storms = Storms();
        for (var i = 0; i < 1_000; i++)
        {
            storms.IsToBeTold(Refused($"agent {i} (claimed)"));
        }

        var others = Enumerable
            .Range(0, RefusalStorms.MostStorms)
            .Count(i => storms.IsToBeTold(Refused($"10.0.{i}.1") with { RemoteAddress = new([10, 0, (byte)i, 1]) }));
        Assert.False(storms.IsToBeTold(Refused("agent 0 (claimed)")));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalStorms.MostStorms - RefusalStorms.MostStorms / RefusalStorms.Shares, others);
        Assert.Equal(
            1_001 + RefusalStorms.MostStorms,
            others + RefusalStorms.MostStorms + _counted.Sum(it => it.Count)
        );
    }

    [Fact]
    public void Whoever_names_anothers_agent_does_not_hide_its_failure()
    {
        using var storms = Storms();
        var told = Enumerable
            .Range(0, 100)
            .Select(i =>
                storms.IsToBeTold(
                    Refused("agent \"a\" (claimed)") with
                    {
                        RemoteAddress = new IPAddress([10, 0, 0, (byte)(i / 2)]),
                    }
                )
            )
            .ToList();

        Assert.Equal([true, false, true, false, true, false, true, false], told.Take(8));
        Assert.Equal(RefusalStorms.MostNetworks, told.Count(it => it));
    }

    [Fact]
    public void A_foreign_origin_is_told_once_from_wherever_its_visitors_come()
    {
        using var storms = Storms();
        var record = Refused("pages of \"https://evil.example\"") with { Reason = ReasonCatalogue.OriginRefused };

        Assert.True(storms.IsToBeTold(record));
        Assert.False(storms.IsToBeTold(record with { RemoteAddress = new IPAddress([10, 0, 0, 1]) }));
    }

    [Fact]
    public void A_sink_that_throws_ends_neither_the_process_nor_the_counting()
    {
        using var storms = Storms();
        storms.Counted = _ => throw new IOException("full");
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        // On the timer's thread.
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(storms.IsToBeTold(Refused("a")));
    }

    [Fact]
    public void The_interval_is_of_steady_time()
    {
        using var storms = Storms();
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        _clock.StepWallClock(TimeSpan.FromDays(1));
        Assert.Empty(_counted);
        _clock.StepWallClock(TimeSpan.FromDays(-2));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, Assert.Single(_counted).Count);
    }

    [Fact]
    public void What_was_counted_is_told_when_the_host_stops()
    {
        var storms = Storms();
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        storms.Dispose();

        Assert.Equal(1, Assert.Single(_counted).Count);
    }

    private RefusalStorms Storms() => new(() => TimeSpan.FromMinutes(1), _clock) { Counted = _counted.Add };

    private HandshakeRecord Refused(string client) =>
        new()
        {
            AttemptId = "0",
            At = _clock.GetUtcNow(),
            IsHandshake = true,
            Endpoint = "/ws",
            Reason = ReasonCatalogue.CredentialMissing,
            Client = client,
            RemoteAddress = IPAddress.Loopback,
        };
}
