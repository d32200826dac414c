using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Stands before the host's own WebSocket feature where the credential comes in the first message: the handler's normal accept call
/// returns a socket whose caller is known, or throws.
/// </summary>
internal sealed class FirstMessageWebSocketFeature(
    IHttpWebSocketFeature inner,
    Func<Func<Task<WebSocket>>, Task<WebSocket>> authenticate,
    Func<WebSocketAcceptContext, WebSocketAcceptContext> prepare
) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) =>
        authenticate(() => inner.AcceptAsync(prepare(context)));
}
