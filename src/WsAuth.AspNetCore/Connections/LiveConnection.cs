using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Connections;

/// <summary>One open socket whose caller is known. What it says stays readable when it is over.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LiveConnection
{
    private readonly long _since;
    private HandshakeDecision _decision;
    private HttpContext? _context;
    private ConnectionEnding? _ending;

    internal LiveConnection(
        HttpContext context,
        HandshakeDecision decision,
        string endpoint,
        string attemptId,
        long since
    )
    {
        _context = context;
        _decision = decision;
        _since = since;
        Endpoint = endpoint;
        AttemptId = attemptId;
    }

    /// <summary>Its name in this process: 16 hexadecimal digits, never used twice.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Tag:x8}{Slot:x8}");

    /// <summary>The decision that holds: who is calling, by which kind and key.</summary>
    public HandshakeDecision Decision => Volatile.Read(ref _decision);

    /// <summary>Who is connected, as a principal: of the decision that holds, so a refresh replaces it as a whole.</summary>
    public ClaimsPrincipal Principal => Decision.Principal;

    /// <summary>Who is connected.</summary>
    public string Subject => Decision.Subject!;

    /// <summary>Whether <see cref="Subject"/> is what the caller says of itself rather than what its credential proves.</summary>
    public bool IsSubjectClaimed => Decision.IsSubjectClaimed;

    /// <summary>By which kind of credential.</summary>
    public TokenKind Kind => Decision.Kind!;

    /// <summary>The fingerprint of the key that verified the credential; null where it was none of WsAuth's.</summary>
    public string? KeyFingerprint => Decision.Key?.Fingerprint ?? Decision.IssuerKey?.Fingerprint;

    /// <summary>Of a ticket: the fingerprint of the key that verified the credential that bought it; null where there is none.</summary>
    public string? ParentKeyFingerprint => Decision.Revocable?.ParentKeyFingerprint;

    /// <summary>The source that held that key.</summary>
    public string? KeySource => Decision.Key?.Source ?? Decision.IssuerKey?.Source;

    /// <summary>The route of the endpoint, else the path, made safe to print.</summary>
    public string Endpoint { get; }

    /// <summary>The attempt id of its opening handshake, under which the log has it.</summary>
    public string AttemptId { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since => new(_since, TimeSpan.Zero);

    /// <summary>Until when: the session's end and the clock skew; null where it has no end.</summary>
    public DateTimeOffset? Until => Decision.ConnectionEnd;

    /// <summary>
    /// Whether it can be asked to close. A socket that a handler or a hub made from the raw stream, past the accept call that WsAuth sees, can only be
    /// aborted: its client sees 1006 and no reason.
    /// </summary>
    public bool CanBeAsked => Socket is not null;

    /// <summary>Whether the server has begun to end it.</summary>
    public bool IsEnding => Volatile.Read(ref _ending) is not null;

    /// <summary>The attempt id that its client chose for the handshake, by which it may name the socket; null where it chose none.</summary>
    internal string? ChosenId { get; init; }

    internal uint Tag { get; set; }

    internal int Slot { get; set; } = -1;

    /// <summary>Its place in the schedule, which alone writes this and the two below; -1 where it is not there.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>When it ends, in ticks of the wall clock; <see cref="long.MaxValue"/> where the wall clock has no say.</summary>
    internal long EndsAt { get; set; } = long.MaxValue;

    /// <summary>When it is due, in ticks of steady time.</summary>
    internal long DueAt { get; set; }

    internal WatchedWebSocket? Socket { get; set; }

    internal ConnectionEnding? Ending => Volatile.Read(ref _ending);

    /// <summary>The endpoint, the kind and the id.</summary>
    public override string ToString() => $"{Id} {Kind} at {Endpoint}";

    /// <summary>The door that it came through; null where it is over or ending.</summary>
    internal ConnectionDoor? FindDoor()
    {
        lock (this)
        {
            return
                _ending is null
                && _context is { } context
                && HandshakeFeature.Of(context).PassedRequirements is { } requirements
                ? new ConnectionDoor(
                    requirements,
                    context.GetEndpoint(),
                    (context.Request.PathBase + context.Request.Path).Value ?? "",
                    context.Connection.RemoteIpAddress
                )
                : null;
        }
    }

    /// <summary>Where it came from; what is gone with its request is not told, and of a trace nothing is assumed.</summary>
    internal ConnectionOrigin FindOrigin()
    {
        lock (this)
        {
            return _context is { } context
                ? new ConnectionOrigin(
                    HandshakeObservation.Of(context).IsTraceOfCaller,
                    context.Connection.RemoteIpAddress,
                    context.Request.Headers.Origin is { Count: > 0 } origin ? ClientText.Quote(origin.ToString()) : null
                )
                : new ConnectionOrigin(true, null, null);
        }
    }

    /// <summary>Puts another decision in the place of the one that holds, as a whole, unless it is over or ending.</summary>
    internal bool TryRenew(HandshakeDecision decision)
    {
        lock (this)
        {
            if (_context is null || _ending is not null)
            {
                return false;
            }

            Volatile.Write(ref _decision, decision);
            return true;
        }
    }

    /// <summary>Whether this is the first end that someone gives it, and it is not over.</summary>
    internal bool TryEnd(ConnectionEnding ending) =>
        Volatile.Read(ref _context) is not null && Interlocked.CompareExchange(ref _ending, ending, null) is null;

    /// <summary>Whether it is over only now; from here on the request may serve somebody else, and nothing touches it.</summary>
    internal bool TryLeave()
    {
        lock (this)
        {
            var isFirst = _context is not null;
            _context = null;
            return isFirst;
        }
    }

    internal void Abort()
    {
        lock (this)
        {
            if (_context is { } context)
            {
                Socket?.AbortInner();
                context.Abort();
            }
        }
    }
}
