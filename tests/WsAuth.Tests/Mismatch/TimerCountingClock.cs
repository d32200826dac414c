using System.Collections.Concurrent;
using WsAuth.Testing;

namespace WsAuth.Tests.Mismatch;

/// <summary>A manual clock that tells the timers it was asked for.</summary>
internal sealed class TimerCountingClock : TimeProvider
{
    public ManualTimeProvider Inner { get; } = new();

    public ConcurrentQueue<TimeSpan> Timers { get; } = new();

    public override long TimestampFrequency => Inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

    public override long GetTimestamp() => Inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = Inner.CreateTimer(callback, state, dueTime, period);
        Timers.Enqueue(dueTime);
        return timer;
    }
}
