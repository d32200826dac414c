using System.Runtime.CompilerServices;
using WsAuth.Secrets;

namespace WsAuth.AspNetCore.Health;

/// <summary>Whether a previous key still verifies somebody's credentials, as far as the checks so far could see: a key counts its uses, but keeps no time.</summary>
internal sealed class PreviousKeyUse(TimeProvider clock)
{
    /// <summary>After how long without a use a key counts as unused.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    private readonly ConditionalWeakTable<SecretKey, Seen> _seen = [];

    public bool IsInUse(SecretKey key)
    {
        var seen = _seen.GetOrCreateValue(key);
        lock (seen)
        {
            var count = key.AcceptedCount;
            if (count != seen.Count)
            {
                (seen.Count, seen.At) = (count, clock.GetTimestamp());
            }

            return count > 0 && clock.GetElapsedTime(seen.At) < Lately;
        }
    }

    private sealed class Seen
    {
        public long Count { get; set; }

        public long At { get; set; }
    }
}
