namespace WsAuth.AspNetCore.Observation.BadRequests;

/// <summary>How many unparsable requests are recorded: whoever scans the port sends any number of them.</summary>
internal sealed class BadRequestBound(TimeProvider clock)
{
    internal const int MostPerInterval = 30;

    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _since = clock.GetTimestamp();
    private int _told;
    private int _untold;

    /// <summary>Whether this one is to be recorded.</summary>
    /// <param name="untold">How many were not, since the last that was.</param>
    public bool Allows(out int untold)
    {
        lock (_gate)
        {
            untold = 0;
            if (clock.GetElapsedTime(_since) >= Interval)
            {
                (_since, _told) = (clock.GetTimestamp(), 0);
            }

            if (_told == MostPerInterval)
            {
                _untold++;
                return false;
            }

            (untold, _untold) = (_untold, 0);
            _told++;
            return true;
        }
    }
}
