using System.Collections.Frozen;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// How the handshakes of the last five minutes ended. Counting takes no lock: there is a counter for each outcome in each slice of ten seconds,
/// and a slice that is over is replaced as a whole. A handshake that is counted while its slice is replaced may be missed; metrics miss none.
/// </summary>
internal sealed class RecentHandshakes(TimeProvider clock)
{
    /// <summary>What reasons that are not the catalogue's are counted under.</summary>
    public const string OtherReasons = "other";

    private const int Slices = 30;

    // The first two counters; after them the catalogue's reasons, and last those that are not among them.
    private const int Accepted = 0;
    private const int Unguarded = 1;
    private const int FirstReason = 2;

    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(10);

    // By the row rather than by its code: some codes have two rows.
    private static readonly FrozenDictionary<Reason, int> Positions = ReasonCatalogue
        .All.Select((reason, i) => KeyValuePair.Create(reason, FirstReason + i))
        .ToFrozenDictionary();

    private readonly Slice?[] _slices = new Slice?[Slices];
    private readonly long _start = clock.GetTimestamp();

    public static TimeSpan Window { get; } = SliceLength * Slices;

    public void Count(HandshakeRecord record)
    {
        var position =
            record.Reason is { } reason ? Positions.GetValueOrDefault(reason, FirstReason + Positions.Count)
            : record.Decision is null ? Unguarded
            : Accepted;
        Interlocked.Increment(ref SliceOf(Now()).Counts[position]);
    }

    /// <summary>The counts of the window that ends now; reasons that did not occur are left out.</summary>
    public RecentCounts Read()
    {
        var now = Now();
        var sums = new int[FirstReason + Positions.Count + 1];
        foreach (var slice in _slices)
        {
            if (slice is not null && slice.Number > now - Slices && slice.Number <= now)
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += Volatile.Read(ref slice.Counts[i]);
                }
            }
        }

        var refused = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = FirstReason; i < sums.Length; i++)
        {
            if (sums[i] > 0)
            {
                var code = i - FirstReason < Positions.Count ? ReasonCatalogue.All[i - FirstReason].Code : OtherReasons;
                refused[code] = refused.GetValueOrDefault(code) + sums[i];
            }
        }

        return new RecentCounts(sums[Accepted], sums[Unguarded], refused);
    }

    private long Now() => clock.GetElapsedTime(_start).Ticks / SliceLength.Ticks;

    private Slice SliceOf(long number)
    {
        ref var place = ref _slices[number % Slices];
        var slice = Volatile.Read(ref place);
        while (slice is null || slice.Number < number)
        {
            var fresh = new Slice(number, new int[FirstReason + Positions.Count + 1]);
            var found = Interlocked.CompareExchange(ref place, fresh, slice);
            slice = ReferenceEquals(found, slice) ? fresh : found;
        }

        return slice;
    }

    private sealed record Slice(long Number, int[] Counts);
}
