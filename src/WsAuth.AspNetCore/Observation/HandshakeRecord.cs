using System.Net;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Observation;

/// <summary>What became of one handshake. It is made once; log, metrics, trace and journal say what it says.</summary>
/// <remarks>Nothing in it is a credential, and what a client wrote is quoted and cut (<see cref="ClientText"/>).</remarks>
internal sealed record HandshakeRecord
{
    /// <summary>The layer of whatever WsAuth decides.</summary>
    public const string Ours = "WsAuth";

    public required string AttemptId { get; init; }

    /// <summary>Whether the attempt id is a trace's that the caller began: then it may have come before.</summary>
    public bool IsTraceOfCaller { get; init; }

    /// <summary>The attempt id that the client chose, under which it may ask; null where it chose none.</summary>
    public UInt128? ChosenAttemptId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>False for a plain request to an endpoint that WsAuth guards.</summary>
    public required bool IsHandshake { get; init; }

    /// <summary>True for a socket that worked, and that the server ended.</summary>
    public bool IsLive => Ending is not null;

    /// <summary>How the server ended the socket; null for a handshake.</summary>
    public ConnectionEnding? Ending { get; init; }

    /// <summary>True for an open socket that presented a new credential.</summary>
    public bool IsRefresh { get; init; }

    /// <summary>Of such a socket: the attempt id of its handshake. The attempt id is that of the new credential.</summary>
    public string? ConnectionAttemptId { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>Why it was refused; null where it was accepted.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Who refused.</summary>
    public string Layer { get; init; } = Ours;

    public string? Explanation { get; init; }

    public string? Fix { get; init; }

    /// <summary>The status that the client was answered, as far as it is known; 101 where the refusal is a close code.</summary>
    public int Status { get; init; }

    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The page's origin, quoted; null where none was sent.</summary>
    public string? Origin { get; init; }

    /// <summary>Who came, as far as one client can be told from another without a valid credential.</summary>
    public string Client { get; init; } = "";

    /// <summary>Whose decision it was; null where WsAuth made none.</summary>
    public HandshakeDecision? Decision { get; init; }

    public bool IsAccepted => Reason is null;

    /// <summary>The outcome's name in metrics and traces.</summary>
    public string Outcome => IsAccepted ? (Decision is null ? "unguarded" : "accepted") : "refused";

    /// <summary>Whether the client offered sub-protocols and is answered none, since each of them carries a credential.</summary>
    public bool IsUnechoed { get; init; }

    /// <summary>Whether it became a socket although nobody was asked who it is, and nothing says that it may.</summary>
    public bool IsUnguarded { get; init; }

    public TokenKind? Kind => Decision?.Kind;

    public string? Location =>
        Decision is { Location: not CredentialLocations.None } decision ? decision.Location.Describe() : null;

    public string? KeyFingerprint => Decision?.Key?.Fingerprint ?? Decision?.IssuerKey?.Fingerprint;

    public string? SourceName => Decision?.Key?.Source ?? Decision?.IssuerKey?.Source;

    /// <summary>What WsAuth decided.</summary>
    public static HandshakeRecord Of(
        HttpContext context,
        HandshakeObservation observation,
        HandshakeDecision? decision,
        DateTimeOffset now
    ) =>
        new()
        {
            AttemptId = observation.AttemptId,
            IsTraceOfCaller = observation.IsTraceOfCaller,
            ChosenAttemptId = AttemptIds.ChosenBy(context.Request),
            At = now,
            IsHandshake = observation.IsObserved || HandshakeProtocol.IsHandshake(context),
            Endpoint = observation.Endpoint ?? HandshakeObservation.EndpointOf(context),
            Reason = decision?.Refusal?.Reason,
            Explanation = decision?.Refusal?.Explanation,
            Fix = decision?.Refusal?.EffectiveFix,
            Status = observation.IsUpgraded
                ? context.Response.StatusCode
                : decision?.Refusal?.Reason.Status ?? context.Response.StatusCode,
            RemoteAddress = context.Connection.RemoteIpAddress,
            Origin = context.Request.Headers.Origin is { Count: > 0 } origin
                ? ClientText.Quote(origin.ToString())
                : null,
            Client = decision is { IsAccepted: true }
                ? ""
                : ClientName.Of(context, decision?.Refusal?.Reason, decision),
            Decision = decision,
            IsUnechoed = decision is { IsAccepted: true } && observation.IsUpgraded && IsWithoutEcho(context),
            IsUnguarded = decision is null && observation.IsUpgraded && UnguardedSockets.IsUnguarded(context),
        };

    private static bool IsWithoutEcho(HttpContext context)
    {
        var offered = HandshakeFeature.Of(context).Request.Header(OfferedSubProtocols.HeaderName);
        return offered.Count > 0
            && OfferedSubProtocols.AnyCredential(offered)
            && OfferedSubProtocols.FirstOther(offered) is null;
    }
}
