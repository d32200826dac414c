using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Observation.JournalRecords;

namespace WsAuth.AspNetCore.Tests.Observation;

public sealed class HandshakeJournalTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void What_was_written_is_found_and_nothing_else()
    {
        var journal = Journal(_clock);

        journal.Add(Refused(1));

        Assert.Equal("number 1", journal.Find(Id(1))!.Explanation);
        Assert.Null(journal.Find(Id(2)));
        Assert.Null(journal.Find(Id(1)[1..]));
        Assert.Null(journal.Find(Id(1) + "0"));
        Assert.Null(journal.Find("0000000000000000000000000000000A"));
        Assert.Null(journal.Find(""));
        Assert.Null(journal.Find(null));
    }

    [Fact]
    public void It_forgets_by_monotonic_time_whatever_the_wall_clock_does()
    {
        var journal = Journal(_clock, retention: "00:05:00");
        journal.Add(Refused(1));

        _clock.StepWallClock(TimeSpan.FromDays(1));
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(journal.Find(Id(1)));

        _clock.StepWallClock(TimeSpan.FromDays(-2));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(journal.Find(Id(1)));
        Assert.Equal(0, journal.Count);
    }

    [Fact]
    public void When_it_is_full_accepted_ones_go_before_refused_ones_and_old_ones_before_new_ones()
    {
        var journal = Journal(_clock, capacity: 4);
        journal.Add(Refused(1));
        journal.Add(Accepted(2));
        journal.Add(Refused(3));
        journal.Add(Accepted(4));

        journal.Add(Accepted(5));
        Assert.Equal([1, 3, 4, 5], Kept(journal));

        journal.Add(Refused(6));
        journal.Add(Refused(7));
        Assert.Equal([1, 3, 6, 7], Kept(journal));

        journal.Add(Accepted(8));
        Assert.Equal([1, 3, 6, 7], Kept(journal));

        journal.Add(Refused(9));
        Assert.Equal([3, 6, 7, 9], Kept(journal));
    }

    [Fact]
    public void A_flood_from_one_network_pushes_nobody_else_out()
    {
        var journal = Journal(_clock, capacity: 64);
        for (var i = 1000; i < 1100; i++)
        {
            journal.Add(Refused(i, $"2001:db8:0:1::{i}"));
        }

        journal.Add(Refused(1, "198.51.100.1"));
        journal.Add(Refused(2, "2001:db8:0:2::1"));
        for (var i = 1100; i < 3000; i++)
        {
            journal.Add(Refused(i, $"2001:db8:0:1::{i}"));
        }

        Assert.NotNull(journal.Find(Id(1)));
        Assert.NotNull(journal.Find(Id(2)));
        Assert.NotNull(journal.Find(Id(2999)));
        Assert.Equal(64, journal.Count);
    }

    [Fact]
    public void An_id_that_a_client_chose_is_one_more_way_to_its_own_record()
    {
        var journal = Journal(_clock);

        journal.Add(Refused(1, chosen: 100));

        Assert.Same(journal.Find(Id(1)), journal.Find(Id(100)));
        Assert.Equal(1, journal.Count);
    }

    [Fact]
    public void Of_ids_that_clients_chose_the_first_one_counts()
    {
        var journal = Journal(_clock);
        journal.Add(Refused(1, chosen: 100));

        journal.Add(Refused(2, chosen: 100));
        journal.Add(Refused(3, chosen: 1));

        Assert.Equal("number 1", journal.Find(Id(100))!.Explanation);
        Assert.Equal("number 1", journal.Find(Id(1))!.Explanation);
        Assert.Equal("number 2", journal.Find(Id(2))!.Explanation);
        Assert.Equal("number 3", journal.Find(Id(3))!.Explanation);
    }

    [Fact]
    public void An_id_of_the_servers_own_wins_over_one_that_a_client_chose_before()
    {
        var journal = Journal(_clock, capacity: 2);
        journal.Add(Refused(1, chosen: 2));

        journal.Add(Refused(2));

        Assert.Equal("number 2", journal.Find(Id(2))!.Explanation);
        Assert.Equal("number 1", journal.Find(Id(1))!.Explanation);

        // The first one goes, and takes nothing of the second with it.
        journal.Add(Refused(3));
        Assert.Null(journal.Find(Id(1)));
        Assert.Equal("number 2", journal.Find(Id(2))!.Explanation);
    }

    [Fact]
    public void A_trace_that_a_caller_brings_along_overwrites_nothing()
    {
        var journal = Journal(_clock);
        journal.Add(Refused(1, chosen: 100));

        journal.Add(Refused(1) with { IsTraceOfCaller = true, Explanation = "of another" });
        journal.Add(Refused(100) with { IsTraceOfCaller = true, Explanation = "of another", ChosenAttemptId = 101 });

        Assert.Equal("number 1", journal.Find(Id(1))!.Explanation);
        Assert.Equal("number 1", journal.Find(Id(100))!.Explanation);
        Assert.Equal("of another", journal.Find(Id(101))!.Explanation);
        Assert.Equal(2, journal.Count);
    }

    [Fact]
    public void A_record_is_amended_under_all_its_ids_and_nobody_elses()
    {
        var journal = Journal(_clock);
        journal.Add(Refused(1, chosen: 100));
        journal.Add(Refused(2));

        journal.Amend(Id(1), Refused(1, chosen: 100) with { Explanation = "the analysis" });
        journal.Amend(Id(2), Refused(3) with { Explanation = "of another record" });
        journal.Amend(Id(4), Refused(4));
        journal.Amend("no id", Refused(1));

        Assert.Equal("the analysis", journal.Find(Id(1))!.Explanation);
        Assert.Equal("the analysis", journal.Find(Id(100))!.Explanation);
        Assert.Equal("number 2", journal.Find(Id(2))!.Explanation);
        Assert.Null(journal.Find(Id(4)));
    }

    [Fact]
    public void Of_plain_requests_only_refused_ones_are_kept()
    {
        var journal = Journal(_clock);

        journal.Add(Refused(1) with { IsHandshake = false });
        journal.Add(Accepted(2) with { IsHandshake = false });

        Assert.Equal([1], Kept(journal));
    }

    [Fact]
    public void A_capacity_of_zero_keeps_nothing()
    {
        var journal = Journal(_clock, capacity: 0);

        journal.Add(Refused(1));

        Assert.Equal(0, journal.Count);
    }

    private static List<int> Kept(HandshakeJournal journal) =>
        [.. Enumerable.Range(1, 20).Where(number => journal.Find(Id(number)) is not null)];
}
