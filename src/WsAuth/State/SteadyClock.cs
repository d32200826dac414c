namespace WsAuth.State;

/// <summary>
/// The wall clock as it stood when this was made, moved on by monotonic time: a step of the wall clock, in either direction, neither
/// ends nor prolongs what is measured by it.
/// </summary>
internal sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _timestamp = clock.GetTimestamp();

    public DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_timestamp);
}
