using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Limits;

/// <summary>
/// Counts the attempts of each client whose credential was not valid. Beyond the limit such an attempt has another answer, the same whatever was wrong; it is
/// judged after the validation, so that a valid credential is never refused because others failed.
/// </summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting measure by the system's own stopwatch, also where they are replenished by hand, and a partitioned one has no bound
/// on its partitions, whose names the callers make up here. This one goes by the application's clock, and its memory is bounded: beyond
/// <see cref="MostNames"/> names the attempts of a network count as its nameless ones, and beyond <see cref="MostClients"/> clients those that come later
/// share one count.
/// </remarks>
internal sealed class FailureLimit(WsAuthSettings settings, TimeProvider clock)
{
    internal const int MostClients = 10_000;
    internal const int MostNames = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<FailingClient, Failures> _failing = [];
    private readonly Dictionary<RemoteNetwork, int> _names = [];
    private readonly Queue<FailingClient> _oldestFirst = new();

    /// <summary>How many clients are told apart now.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _failing.Count;
            }
        }
    }

    /// <summary>The decision itself, or its refusal for too many failures. Each request is counted once, however often it is refused.</summary>
    public HandshakeDecision Judge(HttpContext context, HandshakeDecision decision)
    {
        var limits = settings.Current.Limits;
        if (!IsFailure(decision, limits))
        {
            return decision;
        }

        var handshake = HandshakeFeature.Of(context);
        var wait = handshake.FailureWait ??= Take(
            new FailingClient(
                RemoteNetwork.Of(context.Connection.RemoteIpAddress),
                ClientName.ClaimedBy(context, decision)
            ),
            limits
        );
        return Judge(decision, wait, limits);
    }

    /// <summary>The same of an open socket's new credential, which is counted each time: it fails where a handshake by it would.</summary>
    public HandshakeDecision Judge(FailingClient client, HandshakeDecision decision)
    {
        var limits = settings.Current.Limits;
        return IsFailure(decision, limits) ? Judge(decision, Take(client, limits), limits) : decision;
    }

    /// <summary>Counts one failure: zero where the client may fail as often, else how long it is to wait.</summary>
    internal TimeSpan Take(FailingClient client, LimitOptions limits)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            Forget(now, limits.FailureWindow);
            var failures = Find(client, now);
            if (failures.Count < limits.FailedAttempts)
            {
                failures.Count++;
                return TimeSpan.Zero;
            }

            return limits.FailureWindow - clock.GetElapsedTime(failures.Began, now);
        }
    }

    private static bool IsFailure(HandshakeDecision decision, LimitOptions limits) =>
        limits.FailedAttempts != 0
        && decision.Refusal is { } refusal
        && refusal.Reason.WireClass == ReasonCatalogue.SignatureMismatch.WireClass;

    private static HandshakeDecision Judge(HandshakeDecision decision, TimeSpan wait, LimitOptions limits) =>
        wait == TimeSpan.Zero
            ? decision
            : HandshakeDecision.Refused(
                new Refusal(
                    ReasonCatalogue.TooManyFailures,
                    $"{limits.FailedAttempts} attempts of this client failed within {limits.FailureWindow.TotalSeconds:0} s."
                )
                {
                    RetryAfter = wait,
                },
                decision.Kind,
                decision.Location
            );

    private Failures Find(FailingClient client, long now)
    {
        if (_failing.TryGetValue(client, out var known))
        {
            return known;
        }

        if (client.Name is not null && _names.GetValueOrDefault(client.Network) >= MostNames)
        {
            client = client with { Name = null };
        }

        if (!_failing.ContainsKey(client) && _failing.Count >= MostClients)
        {
            client = FailingClient.Others;
        }

        if (_failing.TryGetValue(client, out known))
        {
            return known;
        }

        if (client.Name is not null)
        {
            _names[client.Network] = _names.GetValueOrDefault(client.Network) + 1;
        }

        _oldestFirst.Enqueue(client);
        return _failing[client] = new Failures { Began = now };
    }

    private void Forget(long now, TimeSpan window)
    {
        while (_oldestFirst.TryPeek(out var oldest) && clock.GetElapsedTime(_failing[oldest].Began, now) >= window)
        {
            _oldestFirst.Dequeue();
            _failing.Remove(oldest);
            if (oldest.Name is null)
            {
                continue;
            }

            if (_names[oldest.Network] == 1)
            {
                _names.Remove(oldest.Network);
            }
            else
            {
                _names[oldest.Network]--;
            }
        }
    }

    private sealed class Failures
    {
        public long Began { get; init; }

        public int Count { get; set; }
    }
}
