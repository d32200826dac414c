namespace WsAuth.State;

/// <summary>
/// Single use within one process. It forgets an id when its time has passed, by the monotonic clock, so that a step of the wall
/// clock re-opens nothing; and it is bounded: a full store refuses, it never forgets an id early to make room.
/// </summary>
public sealed class InMemorySingleUseStore : ISingleUseStore
{
    /// <summary>How many ids it holds by default.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _forgetting = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;

    /// <summary>An empty store.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="capacity">How many ids it may hold at a time.</param>
    public InMemorySingleUseStore(TimeProvider clock, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _clock = clock;
        _capacity = capacity;
    }

    /// <summary>How many ids it holds now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _used.Count;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        lock (_gate)
        {
            Forget();
            if (_used.TryGetValue(id, out var usedAt))
            {
                return new(new SingleUse(SingleUseOutcome.Again, usedAt));
            }

            if (_used.Count >= _capacity)
            {
                return new(new SingleUse(SingleUseOutcome.Unavailable, null, DescribeFull()));
            }

            _used.Add(id, _clock.GetUtcNow());
            _forgetting.Enqueue(id, EndOf(keepFor));
            return new(new SingleUse(SingleUseOutcome.First));
        }
    }

    // In whole numbers, and never early: what is forgotten one tick before its end is good once more in that tick.
    private long EndOf(TimeSpan keepFor)
    {
        var ticks = (Int128)Math.Max(keepFor.Ticks, 0) * _clock.TimestampFrequency;
        var end = _clock.GetTimestamp() + ((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
        return end < long.MaxValue ? (long)end : long.MaxValue;
    }

    /// <inheritdoc />
    public ValueTask<SingleUseStoreState?> ProbeAsync(CancellationToken cancellationToken)
    {
        var count = Count;
        return new(new SingleUseStoreState(count < _capacity ? null : DescribeFull(), count, _capacity));
    }

    private string DescribeFull() => $"the in-memory store holds {_capacity} ids and is full";

    private void Forget()
    {
        var now = _clock.GetTimestamp();
        while (_forgetting.TryPeek(out var id, out var due) && due <= now)
        {
            _forgetting.Dequeue();
            _used.Remove(id);
        }
    }
}
