namespace WsAuth.Client.Reconnecting;

/// <summary>
/// When to connect again. A connection counts once it was open for a while, never because it opened: a server that accepts and then closes
/// would be hammered.
/// </summary>
internal sealed class ReconnectSchedule(ReconnectingOptions options)
{
    private static readonly TimeSpan WithoutRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    // A credential that is refused later than this after the last refresh has grown old, and is worth another.
    private static readonly TimeSpan InARow = TimeSpan.FromMinutes(1);

    private int _failures;
    private long? _refreshed;

    /// <param name="end">How the connection, or the attempt at one, ended.</param>
    /// <param name="openFor">How long it was open.</param>
    public ReconnectStep Next(ConnectionEnd end, TimeSpan openFor)
    {
        if (openFor >= options.StableAfter)
        {
            (_failures, _refreshed) = (0, null);
        }

        var action = ReconnectPolicy.Of(end);
        return action switch
        {
            ReconnectAction.Refresh or ReconnectAction.Renew => Refresh(action, end),
            ReconnectAction.Wait => new(action, (RetryAfter(end) ?? WithoutRetryAfter) + BackOff(), false),
            ReconnectAction.Retry => new(action, (RetryAfter(end) ?? TimeSpan.Zero) + BackOff(), false),
            _ => new(action, TimeSpan.Zero, false),
        };
    }

    private ReconnectStep Refresh(ReconnectAction action, ConnectionEnd end)
    {
        var isAgain = _refreshed is { } last && options.Clock.GetElapsedTime(last) < InARow;
        if (isAgain && action == ReconnectAction.Refresh)
        {
            return new(ReconnectAction.Stop, TimeSpan.Zero, true);
        }

        _refreshed = options.Clock.GetTimestamp();
        return isAgain
            ? new(ReconnectAction.Wait, (RetryAfter(end) ?? WithoutRetryAfter) + BackOff(), true)
            : new(action, RetryAfter(end) ?? TimeSpan.Zero, true);
    }

    private static TimeSpan? RetryAfter(ConnectionEnd end) =>
        end.RetryAfter > LongestRetryAfter ? LongestRetryAfter : end.RetryAfter;

    // Full jitter: any moment between none and the exponential delay, so that those who were cut off together do not come back together.
    private TimeSpan BackOff()
    {
        var longest = Math.Min(
            options.MaximumDelay.TotalSeconds,
            options.BaseDelay.TotalSeconds * Math.Pow(2, Math.Min(_failures, 40))
        );
        _failures++;
        return TimeSpan.FromSeconds(longest * options.Random());
    }
}
