using System.Globalization;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Handshake;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Tells a client how long its session lasts, where the options say so: in seconds from the answer on, so that no clock but ours matters.</summary>
internal sealed class SessionNotice(WsAuthSettings settings, TimeProvider clock)
{
    /// <summary>Puts the notice into the answer to an accepted handshake.</summary>
    public void Write(HttpContext context, HandshakeDecision decision)
    {
        if (
            context.Response.HasStarted
            || !settings.Current.Connections.TellSessionEnd
            || !HandshakeFeature.Of(context).Request.IsHandshake
        )
        {
            return;
        }

        // Of two doors, one behind the other, the inner one's decision holds.
        Withdraw(context);
        if (Find(decision.SessionEnd) is { } seconds)
        {
            context.Response.Headers[WsAuthDefaults.SessionExpiresInHeader] = seconds.ToString(
                CultureInfo.InvariantCulture
            );
        }
    }

    /// <summary>Takes it back, where another door refuses and the answer has not begun.</summary>
    public static void Withdraw(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.Remove(WsAuthDefaults.SessionExpiresInHeader);
        }
    }

    /// <summary>Whole seconds that are left of a session; null where it has no end, or where nobody is to be told.</summary>
    public long? Find(DateTimeOffset? sessionEnd) =>
        settings.Current.Connections.TellSessionEnd && sessionEnd is { } end
            ? (long)Math.Max(0, (end - clock.GetUtcNow()).TotalSeconds)
            : null;
}
