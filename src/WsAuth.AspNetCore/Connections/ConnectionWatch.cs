using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Watches live connections from the accept to the end of their handler: at the session's end, when it is revoked and when the application stops, the
/// client is asked to close, and cut off where it does not within the grace period.
/// </summary>
internal sealed partial class ConnectionWatch
{
    /// <summary>How long a store of revocations is waited for, as at a handshake.</summary>
    public static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly ConnectionRegistry _registry;
    private readonly ExpirySchedule _schedule;
    private readonly ConnectionLog _log;
    private readonly HandshakeRecorder _recorder;
    private readonly WsAuthSettings _settings;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly IRevocationStore _revocations;
    private readonly ConnectionRevalidation _revalidation;
    private int _hasRevoked;

    public ConnectionWatch(
        ConnectionRegistry registry,
        ExpirySchedule schedule,
        ConnectionLog log,
        HandshakeRecorder recorder,
        WsAuthSettings settings,
        IRevocationStore revocations,
        ConnectionRevalidation revalidation,
        TimeProvider clock,
        IHostApplicationLifetime lifetime,
        ILogger<ConnectionWatch> logger
    )
    {
        _registry = registry;
        _schedule = schedule;
        _log = log;
        _recorder = recorder;
        _settings = settings;
        _revocations = revocations;
        _revalidation = revalidation;
        _clock = clock;
        _lifetime = lifetime;
        _logger = logger;
        schedule.Due = OnDue;
        revalidation.End = EndBy;
        lifetime.ApplicationStopping.Register(OnStopping);
    }

    /// <summary>Waits for whoever makes a socket of the raw stream, past the accept call.</summary>
    public void Expect(HttpContext context, HandshakeDecision decision) =>
        HandshakeObservation.Of(context).UpgradedRaw = () => Enter(context, decision, null);

    /// <summary>Accepts, records that, and watches the socket.</summary>
    public async Task<WebSocket> AcceptAsync(
        HttpContext context,
        HandshakeDecision decision,
        Func<Task<WebSocket>> accept
    )
    {
        var observation = HandshakeObservation.Of(context);
        var raw = observation.UpgradedRaw;
        observation.UpgradedRaw = null;
        // Before the client hears of its socket: what it then asks for by the name waits for the registry.
        var name = ChosenNameOf(context);
        var opening = _registry.Announce(name);
        try
        {
            WebSocket socket;
            try
            {
                socket = await accept().ConfigureAwait(false);
            }
            catch
            {
                observation.UpgradedRaw = raw;
                throw;
            }

            _recorder.RecordUpgraded(context, observation);
            return Watch(context, decision, socket);
        }
        finally
        {
            _registry.Conclude(name, opening);
        }
    }

    private static string? ChosenNameOf(HttpContext context) =>
        AttemptIds.ChosenBy(context.Request)?.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Takes an accepted socket into the registry and the schedule.</summary>
    /// <returns>The socket that the application gets.</returns>
    public WebSocket Watch(HttpContext context, HandshakeDecision decision, WebSocket socket)
    {
        var watched = socket as WatchedWebSocket ?? new WatchedWebSocket(socket);
        Enter(context, decision, watched);
        return watched;
    }

    /// <summary>The handler is gone, and with it the connection, as soon as an end that is underway has been told to the client.</summary>
    public ValueTask LeaveAsync(HttpContext context)
    {
        var observation = HandshakeObservation.Of(context);
        observation.UpgradedRaw = null;
        return observation.Connection is { } connection ? LeaveAsync(connection) : default;
    }

    /// <summary>This process is about to revoke something: from now on whoever comes in is looked at once more when it is in the registry.</summary>
    public void RevocationBegins() => Volatile.Write(ref _hasRevoked, 1);

    /// <summary>Puts a new decision, and with it a new end, in the place of the one that holds; false where the connection is over or ending.</summary>
    public bool Renew(LiveConnection connection, HandshakeDecision decision)
    {
        // One step to the end of the session, which may come in this moment: either it is prolonged or it is over.
        lock (connection)
        {
            if (!connection.TryRenew(decision))
            {
                return false;
            }

            Schedule(connection, _clock.GetUtcNow());
        }

        if (Volatile.Read(ref _hasRevoked) != 0)
        {
            _ = AskAgainAsync(connection);
        }

        return true;
    }

    private void Enter(HttpContext context, HandshakeDecision decision, WatchedWebSocket? socket)
    {
        var observation = HandshakeObservation.Of(context);
        if (observation.Connection is { } known)
        {
            // Two doors, one behind the other: the inner one's decision holds.
            Renew(known, decision);
            return;
        }

        var now = _clock.GetUtcNow();
        var connection = new LiveConnection(
            context,
            decision,
            observation.Endpoint ?? HandshakeObservation.EndpointOf(context),
            observation.AttemptId,
            now.UtcTicks
        )
        {
            Socket = socket,
            ChosenId = ChosenNameOf(context),
        };
        observation.Connection = connection;
        _registry.Add(connection);
        lock (connection)
        {
            // Who found it in the registry may have ended it by now: then it is scheduled for that.
            if (!connection.IsEnding)
            {
                Schedule(connection, now);
            }
        }

        _revalidation.Begin();
        if (Volatile.Read(ref _hasRevoked) != 0)
        {
            _ = AskAgainAsync(connection);
        }

        if (_lifetime.ApplicationStopping.IsCancellationRequested && _settings.Current.Connections.CloseAtShutdown)
        {
            End(connection, ConnectionEnding.ServerStopping);
        }
    }

    private void Schedule(LiveConnection connection, DateTimeOffset now)
    {
        if (_settings.Current.Connections.CloseAtSessionEnd && connection.Decision.ConnectionEnd is { } end)
        {
            _schedule.SetEnd(connection, end, now);
        }
        else
        {
            _schedule.Remove(connection);
        }
    }

    // A revocation between the decision and the registry was too late for the one and too early for the other.
    private async Task AskAgainAsync(LiveConnection connection)
    {
        var decision = connection.Decision;
        ConnectionEnding ending;
        try
        {
            var asking = _revocations.FindAsync(decision.Revocable!, CancellationToken.None);
            var revocation = await asking.AsTask().WaitAsync(StorePatience, _clock).ConfigureAwait(false);
            if (revocation is null)
            {
                return;
            }

            ending = ConnectionEnding.Revoked(revocation, _clock.GetUtcNow());
        }
        catch (Exception)
        {
            ending = ConnectionEnding.Of(
                ReasonCatalogue.StateUnavailable,
                $"The store of revocations, {_revocations.GetType().Name}, did not answer."
            ) with
            {
                Explanation = "Whether the session of the open socket was revoked could not be found out.",
                Fix = "Bring the store of revocations back; until then nobody is let in whom it is asked about.",
            };
        }

        // What was renewed meanwhile was asked about anew.
        EndBy(connection, ending, decision);
    }

    private async ValueTask LeaveAsync(LiveConnection connection)
    {
        if (connection.Socket is { } socket)
        {
            await socket.LeaveAsync().ConfigureAwait(false);
        }

        if (connection.TryLeave())
        {
            _schedule.Remove(connection);
            _registry.Remove(connection);
        }
    }
}
