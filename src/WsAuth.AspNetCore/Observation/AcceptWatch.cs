using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// As <see cref="UpgradeWatch"/>, for servers that make sockets without an upgrade, as the in-memory test server does: there the feature is
/// present before any middleware.
/// </summary>
internal sealed class AcceptWatch(
    HttpContext context,
    HandshakeObservation observation,
    HandshakeRecorder recorder,
    IHttpWebSocketFeature inner
) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext given) =>
        recorder.WatchAsync(
            context,
            observation,
            () => new ValueTask<WebSocket>(inner.AcceptAsync(given)),
            isRaw: false
        );
}
