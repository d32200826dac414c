namespace WsAuth.Testing;

/// <summary>A clock that stands still until a test moves it. Wall clock and monotonic time move together, or the wall clock alone.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private long _monotonic;

    public ManualTimeProvider(DateTimeOffset? start = null) =>
        _now = start ?? new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _monotonic);

    /// <summary>Lets time pass; timers that fall due run here, on this thread.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetTimestamp() + by.Ticks;
        while (true)
        {
            ManualTimer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
                var next = due?.Due ?? target;
                _now = _now.AddTicks(next - _monotonic);
                Interlocked.Exchange(ref _monotonic, next);
                due?.Rearm();
            }

            if (due is null)
            {
                return;
            }

            due.Run();
        }
    }

    /// <summary>Lets so much time pass as soon as something waits for the end of it: what the other side of a socket does is not done at once.</summary>
    public void AdvanceWhenWaitedFor(TimeSpan by)
    {
        if (!SpinWait.SpinUntil(() => IsWaitedFor(by), TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException($"Nothing waits for {by} to pass.");
        }

        Advance(by);
    }

    private bool IsWaitedFor(TimeSpan by)
    {
        lock (_gate)
        {
            return _timers.Any(timer => timer.Due == _monotonic + by.Ticks);
        }
    }

    /// <summary>Steps the wall clock, as an operator or NTP does; timers do not notice.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = new ManualTimer(this, callback, state);
            timer.Set(dueTime, period);
            _timers.Add(timer);
            return timer;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        public void Set(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._monotonic + dueTime.Ticks;
            _period = period;
        }

        public void Rearm() =>
            Due = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? long.MaxValue : Due + _period.Ticks;

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Set(dueTime, period);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
