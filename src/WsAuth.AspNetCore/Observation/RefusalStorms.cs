using System.Net;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Which refusals are told one by one. A client that retries for ever for the same cause, a page with a mistake, or an attack would bury every
/// other line: the first refusal of a client, cause and endpoint is told, those that follow within the interval are counted, and the count is told when
/// the interval is over. A bounded number is told apart; what is beyond is counted together.
/// </summary>
internal sealed class RefusalStorms(Func<TimeSpan> intervalInForce, TimeProvider clock) : IDisposable
{
    internal const int MostStorms = 256;
    internal const int MostAddresses = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Reason, string Endpoint, string Client), Storm> _storms = [];
    private Storm? _others;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Is handed the counts of an interval, one for each client, cause and endpoint.</summary>
    public Action<RefusalStorm>? Counted { get; set; }

    /// <summary>How many are told apart at the moment.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _storms.Count;
            }
        }
    }

    /// <summary>Whether this refusal is to be told by a line of its own.</summary>
    public bool IsToBeTold(HandshakeRecord record)
    {
        var interval = intervalInForce();
        if (interval == TimeSpan.Zero)
        {
            return true;
        }

        lock (_gate)
        {
            if (_isDisposed)
            {
                return true;
            }

            var key = (record.Reason!.Code, record.Endpoint, record.Client);
            if (_storms.TryGetValue(key, out var storm))
            {
                storm.Count(record);
                return false;
            }

            _timer ??= clock.CreateTimer(_ => EndInterval(), null, interval, interval);
            if (_storms.Count >= MostStorms)
            {
                _others ??= new Storm(record.At, isOfMany: true);
                _others.Count(record);
                return false;
            }

            _storms[key] = new Storm(record.At, isOfMany: false);
            return true;
        }
    }

    public void Dispose()
    {
        EndInterval();
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    // Who was quiet for an interval is forgotten, and told again when it comes back.
    private void EndInterval()
    {
        List<RefusalStorm> counted = [];
        lock (_gate)
        {
            foreach (var (key, storm) in _storms.ToList())
            {
                if (storm.Take() is { } count)
                {
                    counted.Add(count);
                }
                else
                {
                    _storms.Remove(key);
                }
            }

            if (_others?.Take() is { } others)
            {
                counted.Add(others);
            }

            _others = null;
            if (_storms.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }

        foreach (var count in counted)
        {
            Counted?.Invoke(count);
        }
    }

    private sealed class Storm(DateTimeOffset since, bool isOfMany)
    {
        private readonly HashSet<IPAddress> _addresses = [];
        private HandshakeRecord? _last;
        private int _untold;

        public void Count(HandshakeRecord record)
        {
            _untold++;
            _last = record;
            if (_addresses.Count < MostAddresses && record.RemoteAddress is { } address)
            {
                _addresses.Add(address);
            }
        }

        public RefusalStorm? Take()
        {
            if (_untold == 0)
            {
                return null;
            }

            var storm = new RefusalStorm(_last!, isOfMany, _untold, since, _addresses.Count);
            _untold = 0;
            return storm;
        }
    }
}
