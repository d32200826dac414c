using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Stands before the host's own WebSocket feature while an authenticated request runs: an accept of a request that is no
/// handshake becomes an explained refusal, an accept that succeeds is recorded and its socket watched, and no credential is echoed. Every form and
/// flag of the accept goes through as it is.
/// </summary>
internal sealed class GuardedWebSocketFeature(
    IHttpWebSocketFeature inner,
    StringValues offered,
    Func<Func<Task<WebSocket>>, Task<WebSocket>> watch
) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) =>
        inner.IsWebSocketRequest
            ? watch(() => inner.AcceptAsync(EchoedSubProtocol.Choose(offered, context)))
            : Task.FromException<WebSocket>(new NoHandshakeException());
}
