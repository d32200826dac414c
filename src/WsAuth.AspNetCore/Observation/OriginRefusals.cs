namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Which refused origins were told lately. A page with a mistake, or an attack, retries for ever: one line per origin and
/// interval is enough, and a bounded number of origins is remembered.
/// </summary>
internal sealed class OriginRefusals(TimeProvider clock)
{
    internal const int MostOrigins = 128;
    private const int LongestKey = 256;

    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Telling> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this refusal is the first of its origin in the interval.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="untold">How many were refused since the last telling.</param>
    public bool IsToBeTold(string origin, out int untold)
    {
        var key = origin.Length > LongestKey ? origin[..LongestKey] : origin;
        untold = 0;
        lock (_gate)
        {
            if (_told.TryGetValue(key, out var telling) && !IsOver(telling))
            {
                telling.Untold++;
                return false;
            }

            if (telling is null && _told.Count >= MostOrigins && !ForgetOld())
            {
                return false;
            }

            untold = telling?.Untold ?? 0;
            _told[key] = new Telling(clock.GetTimestamp());
            return true;
        }
    }

    private bool ForgetOld()
    {
        foreach (var key in _told.Where(pair => IsOver(pair.Value)).Select(pair => pair.Key).ToList())
        {
            _told.Remove(key);
        }

        return _told.Count < MostOrigins;
    }

    private bool IsOver(Telling telling) => clock.GetElapsedTime(telling.At) >= Interval;

    private sealed class Telling(long at)
    {
        public long At => at;

        public int Untold { get; set; }
    }
}
