using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary>The lean door: every WebSocket handshake that comes by is decided here, plain HTTP passes untouched.</summary>
internal sealed partial class WsAuthMiddleware(
    RequestDelegate next,
    HandshakeDoor door,
    HandshakeRequirements requirements,
    ILogger<WsAuthMiddleware> logger
)
{
    private int _isOrderReported;

    public Task InvokeAsync(HttpContext context)
    {
        if (!HandshakeProtocol.IsHandshake(context))
        {
            return next(context);
        }

        if (context.Features.Get<IHttpWebSocketFeature>() is null && Interlocked.Exchange(ref _isOrderReported, 1) == 0)
        {
            LogTooEarly();
        }

        return door.PassAsync(context, requirements, next);
    }

    [LoggerMessage(
        2101,
        LogLevel.Warning,
        "UseWsAuth stands before UseWebSockets, or UseWebSockets is missing: handshakes are decided, but accepted sockets are not seen. Call app.UseWebSockets() first.",
        EventName = "UseWsAuthTooEarly"
    )]
    private partial void LogTooEarly();
}
