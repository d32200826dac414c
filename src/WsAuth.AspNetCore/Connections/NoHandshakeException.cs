namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Thrown out of <c>AcceptWebSocketAsync</c> where the request is no WebSocket handshake, as the framework's own does; the door
/// answers it with 426 <c>upgrade_missing</c>.
/// </summary>
internal sealed class NoHandshakeException()
    : InvalidOperationException(
        "This request is no WebSocket handshake, so there is nothing to accept; the caller is answered 426 upgrade_missing."
    );
