using System.Net;
using WsAuth.Reasons;

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

    /// <summary>Which part of the table one network keeps when others want room.</summary>
    internal const int Shares = 8;
    private const int Share = MostStorms / Shares;

    /// <summary>From how many networks a client of one name is told.</summary>
    internal const int MostNetworks = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Reason, string Endpoint, string Client), Storm> _storms = [];
    private readonly Dictionary<RemoteNetwork, int> _byNetwork = [];
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
            var network = RemoteNetwork.Of(record.RemoteAddress);
            if (_storms.TryGetValue(key, out var storm))
            {
                // Anybody may name another's agent: that must not keep its own failure from being told. An origin is told once, as it is.
                if (record.Reason != ReasonCatalogue.OriginRefused && storm.IsNew(network))
                {
                    return true;
                }

                storm.Count(record);
                return false;
            }

            _timer ??= StartTimer(interval);
            if (_storms.Count >= MostStorms && !MakeRoom(network))
            {
                _others ??= new Storm(record.At, network, isOfMany: true);
                _others.Count(record);
                return false;
            }

            _storms[key] = new Storm(record.At, network, isOfMany: false);
            _byNetwork[network] = _byNetwork.GetValueOrDefault(network) + 1;
            return true;
        }
    }

    // Whoever fills the table by agents and paths that it names itself gives way to whoever holds less.
    private bool MakeRoom(RemoteNetwork network)
    {
        if (_byNetwork.GetValueOrDefault(network) >= Share)
        {
            return false;
        }

        foreach (var (key, storm) in _storms)
        {
            if (_byNetwork[storm.Network] > Share)
            {
                _others ??= new Storm(storm.Since, storm.Network, isOfMany: true);
                _others.Add(storm);
                Remove(key, storm);
                return true;
            }
        }

        return false;
    }

    private void Remove((string, string, string) key, Storm storm)
    {
        _storms.Remove(key);
        if (--_byNetwork[storm.Network] == 0)
        {
            _byNetwork.Remove(storm.Network);
        }
    }

    // Of no request's flow: the counts would be logged under the trace and the scopes of the first one.
    private ITimer StartTimer(TimeSpan interval)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return clock.CreateTimer(_ => EndInterval(), null, interval, interval);
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
                    Remove(key, storm);
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
            try
            {
                Counted?.Invoke(count);
            }
            catch (Exception)
            {
                // A sink of the application's own, and a timer's thread: what is thrown here ends the process.
            }
        }
    }

    private sealed class Storm(DateTimeOffset since, RemoteNetwork network, bool isOfMany)
    {
        private readonly HashSet<IPAddress> _addresses = [];
        private readonly List<RemoteNetwork> _networks = [network];
        private HandshakeRecord? _last;
        private int _untold;

        public DateTimeOffset Since => since;

        public RemoteNetwork Network => network;

        /// <summary>Whether this is the first of its network, and one of few networks.</summary>
        public bool IsNew(RemoteNetwork other)
        {
            if (_networks.Count >= MostNetworks || _networks.Contains(other))
            {
                return false;
            }

            _networks.Add(other);
            return true;
        }

        public void Count(HandshakeRecord record)
        {
            _untold++;
            _last = record;
            if (_addresses.Count < MostAddresses && record.RemoteAddress is { } address)
            {
                _addresses.Add(address);
            }
        }

        /// <summary>Takes over what another has counted.</summary>
        public void Add(Storm other)
        {
            _untold += other._untold;
            _last = other._last ?? _last;
            foreach (var address in other._addresses.Take(MostAddresses - _addresses.Count))
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
