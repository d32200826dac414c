using WsAuth.AspNetCore.Handshake;
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
}
