using System.Globalization;

namespace WsAuth.Client.Reconnecting;

/// <summary>A state and why.</summary>
/// <param name="Phase">Where the connection is.</param>
/// <param name="Delay">How long it waits, in <see cref="ConnectionPhase.Waiting"/>; else zero.</param>
/// <param name="End">How the connection before ended; null before the first end, and where the session returned by itself.</param>
public sealed record ConnectionState(ConnectionPhase Phase, TimeSpan Delay, ConnectionEnd? End)
{
    // An end that is followed at once, unless it comes again within a minute.
    private bool IsAgain => End is { RetryAfter: null } end && ReconnectPolicy.Of(end) == ReconnectAction.Renew;

    /// <summary>In words, for example <c>waiting 4.2 s: 429 too_many_connections, attempt …</c>.</summary>
    public override string ToString() =>
        Phase switch
        {
            ConnectionPhase.Waiting => string.Create(
                CultureInfo.InvariantCulture,
                $"waiting {Delay.TotalSeconds:0.0} s{(IsAgain ? ", as it ended again so soon" : "")}: {End}"
            ),
            ConnectionPhase.Stopped => $"stopped: {End}",
            _ => Phase.ToString().ToLowerInvariant(),
        };
}
