using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;

namespace WsAuth.AspNetCore.Connections;

/// <summary>One new credential for an open socket: what was presented, from where, and the id under which the log and the journal have what became of it.</summary>
internal sealed record RefreshAttempt
{
    /// <summary>An id of its own, so that it replaces nothing that is remembered of the handshake.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Whether that is a trace's that the caller began.</summary>
    public bool IsTraceOfCaller { get; init; }

    /// <summary>The id that the caller chose for this attempt.</summary>
    public UInt128? ChosenAttemptId { get; init; }

    /// <summary>The values of an <c>Authorization</c> header.</summary>
    public required StringValues Authorization { get; init; }

    /// <summary>The agent that the caller names; where it names none, one that is only claimed is taken to be the same.</summary>
    public StringValues AgentId { get; init; }

    /// <summary>Where it came from; null where that is where the socket came from.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>A request of its own.</summary>
    public static RefreshAttempt Of(HttpContext context)
    {
        var observation = HandshakeObservation.Of(context);
        return new RefreshAttempt
        {
            AttemptId = observation.AttemptId,
            IsTraceOfCaller = observation.IsTraceOfCaller,
            ChosenAttemptId = AttemptIds.ChosenBy(context.Request),
            Authorization = context.Request.Headers.Authorization,
            AgentId = context.Request.Headers[HandshakeRequest.AgentIdHeader],
            RemoteAddress = context.Connection.RemoteIpAddress,
        };
    }

    /// <summary>A credential that came over the socket, in a protocol of the application's. The trace there is that of the handshake.</summary>
    public static RefreshAttempt Of(string credential) =>
        new() { AttemptId = ActivityTraceId.CreateRandom().ToHexString(), Authorization = $"Bearer {credential}" };
}
