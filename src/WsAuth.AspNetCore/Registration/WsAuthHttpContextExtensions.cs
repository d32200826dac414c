using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;

namespace Microsoft.AspNetCore.Http;

/// <summary>What WsAuth knows of a request.</summary>
public static class WsAuthHttpContextExtensions
{
    /// <summary>
    /// The decision about this request: kind, subject, session end, requested session id. Null where WsAuth was not asked, or has
    /// refused: code behind a door sees accepted ones only.
    /// </summary>
    public static HandshakeDecision? GetHandshakeDecision(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<HandshakeFeature>()?.Decision is { IsAccepted: true } decision ? decision : null;
    }

    /// <summary>
    /// The open socket that this request has become, for a handler that refreshes it by <see cref="LiveConnections.RefreshAsync"/>, or looks who is calling
    /// since. Null until the socket is accepted.
    /// </summary>
    public static LiveConnection? GetLiveConnection(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<HandshakeObservation>()?.Connection;
    }
}
