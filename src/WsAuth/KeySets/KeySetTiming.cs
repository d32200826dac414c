namespace WsAuth.KeySets;

/// <summary>How often keys are read again.</summary>
/// <param name="Refresh">Keys by URL, while all is well.</param>
/// <param name="FilePolling">Files; zero is never.</param>
/// <param name="AllowsPlainHttp">Whether plain HTTP is allowed to others than this machine: Development only.</param>
internal sealed record KeySetTiming(TimeSpan Refresh, TimeSpan FilePolling, bool AllowsPlainHttp)
{
    /// <summary>The shortest time between two attempts at one URL, whatever clients send.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(30);

    /// <summary>The longest that one attempt may take.</summary>
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);
}
