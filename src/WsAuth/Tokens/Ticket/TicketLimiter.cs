using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Tokens.Ticket;

/// <summary>
/// Counts the tickets that each principal was issued within the lifetime of one, by monotonic time. It is bounded: where it is full
/// nobody is issued any, and no count is forgotten early.
/// </summary>
internal sealed class TicketLimiter(TimeProvider clock, int capacity = TicketLimiter.DefaultCapacity)
{
    private const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<long>> _live = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _ending = new();

    /// <summary>Counts one more for the principal.</summary>
    /// <param name="issuer">Who names the principal; null where nobody does.</param>
    /// <param name="subject">The principal.</param>
    /// <param name="most">How many it may have.</param>
    /// <param name="lifetime">How long each counts.</param>
    /// <param name="retryAfter">When one of them has ended, where there are too many.</param>
    public TicketAllowance Take(string? issuer, string subject, int most, TimeSpan lifetime, out TimeSpan retryAfter)
    {
        // A digest has one length, whatever a subject's is; the first length keeps issuer and subject apart.
        var key = Convert.ToBase64String(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer?.Length ?? -1}:{issuer}{subject}"))
        );
        var now = clock.GetTimestamp();
        retryAfter = default;
        lock (_gate)
        {
            Forget(now);
            var live = _live.GetValueOrDefault(key);
            if (live?.Count >= most)
            {
                retryAfter = clock.GetElapsedTime(now, live.Peek());
                return TicketAllowance.TooMany;
            }

            if (_ending.Count >= capacity)
            {
                return TicketAllowance.Full;
            }

            var end = now + (long)(lifetime.TotalSeconds * clock.TimestampFrequency);
            (live ?? (_live[key] = new Queue<long>())).Enqueue(end);
            _ending.Enqueue(key, end);
            return TicketAllowance.Granted;
        }
    }

    private void Forget(long now)
    {
        while (_ending.TryPeek(out var key, out var end) && end <= now)
        {
            _ending.Dequeue();
            var live = _live[key];
            live.Dequeue();
            if (live.Count == 0)
            {
                _live.Remove(key);
            }
        }
    }
}
