using WsAuth.Options;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// When each open socket is asked about: one timer for all of them, and nothing kept for each. A socket's turn is a point of the interval that follows from its
/// tag, so that those that were opened at one moment have theirs one after the other. Nobody is connected: the timer sleeps.
/// </summary>
internal sealed class RevalidationSchedule : IDisposable
{
    private const int TicksPerInterval = 20;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ConnectionRegistry _registry;
    private readonly WsAuthSettings _settings;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;
    private bool _isArmed;
    private bool _isOver;
    private long _last;

    public RevalidationSchedule(ConnectionRegistry registry, WsAuthSettings settings, TimeProvider clock)
    {
        _registry = registry;
        _settings = settings;
        _clock = clock;
        _start = clock.GetTimestamp();

        // As of ExpirySchedule: not in the context of whoever comes first.
        using var _ = ExecutionContext.SuppressFlow();
        _timer = clock.CreateTimer(
            static schedule => ((RevalidationSchedule)schedule!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>What to do with a socket whose turn it is.</summary>
    public Action<LiveConnection> Due { get; set; } = _ => { };

    /// <summary>Somebody is connected, and in the registry already.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_isArmed && !_isOver)
            {
                _last = SteadyNow();
                Arm();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        _timer.Dispose();
    }

    private void Tick()
    {
        List<LiveConnection> due = [];
        lock (_gate)
        {
            _isArmed = false;
            if (_registry.Count == 0 || _isOver)
            {
                return;
            }

            var (last, now, interval) = (_last, SteadyNow(), _settings.Current.Connections.RevalidationInterval.Ticks);
            if (interval > 0)
            {
                due = _registry.List(connection => IsTurnBetween(connection.Tag, last, now, interval));
            }

            _last = now;
            Arm();
        }

        foreach (var connection in due)
        {
            Due(connection);
        }
    }

    // Tags are consecutive: the golden ratio spreads any number of them evenly.
    private static bool IsTurnBetween(uint tag, long last, long now, long interval)
    {
        var turn = (long)(((UInt128)unchecked(tag * 2_654_435_769u) * (ulong)interval) >> 32);
        return (now - turn + interval) / interval > (last - turn + interval) / interval;
    }

    private void Arm()
    {
        var interval = _settings.Current.Connections.RevalidationInterval;
        _isArmed = true;
        _timer.Change(
            interval > TimeSpan.Zero && interval / TicksPerInterval < LongestSleep
                ? interval / TicksPerInterval
                : LongestSleep,
            Timeout.InfiniteTimeSpan
        );
    }

    private long SteadyNow() => _clock.GetElapsedTime(_start).Ticks;
}
