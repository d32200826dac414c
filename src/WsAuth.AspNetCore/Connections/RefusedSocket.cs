using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Accept-then-close: where the options or the endpoint say so, a refused handshake becomes a socket that is closed at once, since that is the only
/// refusal whose reason a browser shows its script.
/// </summary>
internal sealed class RefusedSocket(WsAuthSettings settings, WaitingSockets waiting, ClosingHandshake closing)
{
    /// <summary>Whether the refusal has been told in this way; otherwise it is to be answered over HTTP.</summary>
    public async Task<bool> TryTellAsync(HttpContext context, HandshakeRequirements requirements, Reason reason)
    {
        if (
            !IsToBeTold(context, requirements, reason)
            || context.Features.Get<IHttpWebSocketFeature>() is not { IsWebSocketRequest: true } webSockets
            || webSockets is FirstMessageWebSocketFeature
            || !waiting.TryEnter()
        )
        {
            return false;
        }

        try
        {
            var headers = context.Response.Headers;
            headers[WsAuthDefaults.ReasonHeader] = reason.WireClass;
            headers[WsAuthDefaults.AttemptHeader] = HandshakeObservation.Of(context).AttemptId;
            var offered = HandshakeFeature.Of(context).Request.Header(OfferedSubProtocols.HeaderName);
            using var socket = await webSockets
                .AcceptAsync(new WebSocketAcceptContext { SubProtocol = OfferedSubProtocols.FirstOther(offered) })
                .ConfigureAwait(false);
            await closing.CloseAsync(socket, reason).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The server makes no socket of it, for example since it holds as many as it may.
            return false;
        }
        finally
        {
            waiting.Leave();
        }
    }

    // What is no WebSocket handshake cannot be accepted (no close code); a page whose origin was refused is none to be told more.
    private bool IsToBeTold(HttpContext context, HandshakeRequirements requirements, Reason reason) =>
        reason.CloseCode is not null
        && (requirements.Refusal ?? settings.Current.Refusal) switch
        {
            RefusalMode.Close => true,
            RefusalMode.CloseForBrowsers => context.Request.Headers.Origin.Count > 0
                && reason != ReasonCatalogue.OriginRefused,
            _ => false,
        };
}
