using System.Runtime.CompilerServices;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Observation.JournalRecords;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>What the journal costs: memory that has a bound, nothing that stays alive through it, little for whoever writes.</summary>
public sealed class HandshakeJournalBoundsTests
{
    private const int Capacity = 2000;

    private static readonly string Text = new('x', 5000);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void No_record_takes_more_than_five_kilobytes_however_long_its_texts_are()
    {
        var journal = Journal(_clock, Capacity);
        var records = Enumerable.Range(0, Capacity).Select(Longest).ToList();

        // What is allocated is an upper bound of what is kept, and counts this thread alone. The id and the address come with the record.
        var before = GC.GetAllocatedBytesForCurrentThread();
        records.ForEach(journal.Add);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Capacity;

        Assert.InRange(each, 4000, 5 * 1024 - 200);
        Assert.Equal(Capacity, journal.Count);
    }

    [Fact]
    public void Writing_a_usual_record_allocates_half_a_kilobyte_at_most()
    {
        var journal = Journal(_clock, Capacity);
        var records = Enumerable.Range(0, 4 * Capacity).Select(i => Refused(i, chosen: i + 1_000_000)).ToList();
        records.Take(2 * Capacity).ToList().ForEach(journal.Add);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var record in records.Skip(2 * Capacity))
        {
            journal.Add(record);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (2 * Capacity);
        Assert.InRange(each, 100, 512);
    }

    [Fact]
    public void Neither_the_decision_nor_the_record_stays_alive()
    {
        var journal = Journal(_clock);

        var (decision, record) = Write(journal);
        for (var i = 0; i < 20 && (decision.IsAlive || record.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(decision.IsAlive);
        Assert.False(record.IsAlive);
        Assert.NotNull(journal.Find(Id(1)));
    }

    [Fact]
    public void What_had_to_go_does_not_stay_alive()
    {
        var journal = Journal(_clock, capacity: 10);
        var entries = Fill(journal, 1000);

        for (var i = 0; i < 20 && entries.Count(entry => entry.IsAlive) > 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(entries.Count(entry => entry.IsAlive) <= 10);
        Assert.Equal(10, journal.Count);
    }

    [Fact]
    public void Many_threads_may_write_amend_and_ask_at_once()
    {
        var journal = Journal(_clock, capacity: 100);

        Parallel.For(
            0,
            8,
            thread =>
            {
                for (var i = 0; i < 5000; i++)
                {
                    var number = thread * 10_000 + i;
                    var record =
                        i % 3 == 0 ? Accepted(number) : Refused(number, $"10.0.{thread}.1", chosen: i + 500_000);
                    journal.Add(record);
                    journal.Amend(record.AttemptId, record with { Explanation = "amended" });
                    var found = journal.Find(record.AttemptId);
                    Assert.True(found is null || found.AttemptId == record.AttemptId);
                    if (i % 100 == 0)
                    {
                        _clock.Advance(TimeSpan.FromSeconds(1));
                    }
                }
            }
        );

        Assert.InRange(journal.Count, 1, 100);
        _clock.Advance(TimeSpan.FromMinutes(6));
        journal.Find(Id(1));
        journal.Find(Id(1));
        Assert.Equal(0, journal.Count);
    }

    private static HandshakeRecord Longest(int number) =>
        Refused(number, $"2001:db8:{number:x}::1", chosen: number + 1_000_000) with
        {
            Endpoint = Text,
            Explanation = Text,
            Fix = Text,
            Origin = Text,
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Decision, WeakReference Record) Write(HandshakeJournal journal)
    {
        var decision = HandshakeDecision.Refused(new Refusal(ReasonCatalogue.SecretMismatch, "a detail"));
        var record = Refused(1) with { Decision = decision };
        journal.Add(record);
        return (new WeakReference(decision), new WeakReference(record));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Fill(HandshakeJournal journal, int count)
    {
        List<WeakReference> entries = [];
        for (var i = 0; i < count; i++)
        {
            journal.Add(Refused(i, chosen: i + 10_000));
            entries.Add(new WeakReference(journal.Find(Id(i))));
        }

        return entries;
    }
}
