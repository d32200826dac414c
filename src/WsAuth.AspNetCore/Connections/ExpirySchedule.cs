namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// When each connection is due: one heap and one timer for all of them. An end is a time of the wall clock, and is due at that time or when as
/// much steady time has passed, whichever comes first: a clock that is set forward ends what is over by it within <see cref="LongestSleep"/>, and
/// one that is set back prolongs nothing.
/// </summary>
internal sealed class ExpirySchedule : IDisposable
{
    /// <summary>How often the wall clock is looked at while anybody has an end; a timer could not sleep to the year 9999 in one go either.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    // What the two clocks may drift apart before every end is translated anew.
    private static readonly long Tolerance = TimeSpan.FromMilliseconds(250).Ticks;

    private readonly Lock _gate = new();
    private readonly ConnectionHeap _heap = new();
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;
    private long _offset;
    private long _armedFor = long.MaxValue;

    public ExpirySchedule(TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _offset = clock.GetUtcNow().Ticks;

        // The timer is everybody's: it must not carry the context of the request that happened to come first.
        using var _ = ExecutionContext.SuppressFlow();
        _timer = clock.CreateTimer(
            static schedule => ((ExpirySchedule)schedule!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>What to do with a connection that is due; called on the pool.</summary>
    public Action<LiveConnection> Due { get; set; } = _ => { };

    /// <summary>Schedules a connection for the end of its session, in the place of whatever it was scheduled for.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="end">The end.</param>
    /// <param name="now">What the wall clock said just before: a pause since then makes it due later, never earlier.</param>
    public void SetEnd(LiveConnection connection, DateTimeOffset end, DateTimeOffset now) =>
        Set(connection, end.UtcTicks, Math.Max(end.UtcTicks - now.UtcTicks, 0));

    /// <summary>Schedules a connection by steady time alone.</summary>
    public void SetAfter(LiveConnection connection, TimeSpan wait) => Set(connection, long.MaxValue, wait.Ticks);

    public void Remove(LiveConnection connection)
    {
        lock (_gate)
        {
            _heap.Remove(connection);
        }
    }

    public void Dispose() => _timer.Dispose();

    // Clocks are read once for each connection: where the machine's are slow, that is what it costs most.
    private void Set(LiveConnection connection, long endsAt, long wait)
    {
        var now = SteadyNow();
        lock (_gate)
        {
            if (wait > 0 && endsAt != long.MaxValue)
            {
                // By a clock that is set back this moment, and may be right again before it is looked at: then that is a step forward.
                Follow(Math.Min(_offset, endsAt - wait - now));
            }

            _heap.Remove(connection);
            connection.EndsAt = endsAt;
            connection.DueAt = now + wait;
            _heap.Add(connection);
            Arm(now);
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            var wall = _clock.GetUtcNow().Ticks;
            var now = SteadyNow();
            _armedFor = long.MaxValue;
            Follow(wall - now);
            while (_heap.First is { } due && due.DueAt <= now)
            {
                _heap.Remove(due);

                // One that blocks or throws must not keep the others open.
                ThreadPool.UnsafeQueueUserWorkItem(Due, due, preferLocal: false);
            }

            Arm(now);
        }
    }

    // Backward steps are followed too, so that the next forward one is noticed; they move no end.
    private void Follow(long offset)
    {
        if (offset <= _offset)
        {
            _offset = offset;
        }
        else if (offset - _offset > Tolerance)
        {
            _offset = offset;
            _heap.Hasten(offset);
        }
    }

    private void Arm(long now)
    {
        if (_heap.First is not { } first)
        {
            return;
        }

        var next = Math.Min(first.DueAt, now + LongestSleep.Ticks);
        if (next < _armedFor)
        {
            // Timers count whole milliseconds: one more, so that it does not come too early.
            var wait = Math.Max(next - now, 0) + TimeSpan.TicksPerMillisecond - 1;
            _armedFor = next;
            _timer.Change(TimeSpan.FromMilliseconds(wait / TimeSpan.TicksPerMillisecond), Timeout.InfiniteTimeSpan);
        }
    }

    private long SteadyNow() => _clock.GetElapsedTime(_start).Ticks;
}
