using WsAuth.Client;

namespace System.Net.WebSockets;

/// <summary>Attaches credentials to a <see cref="ClientWebSocket"/>, and reads why it was refused.</summary>
public static class WsAuthClientWebSocketExtensions
{
    private const string ReasonHeader = "X-WsAuth-Reason";
    private const string AttemptHeader = "X-WsAuth-Attempt";

    /// <summary>
    /// Sends a credential in the <c>Authorization</c> header of the handshake, and keeps the answer's status and headers, so that
    /// <see cref="GetHandshakeRefusal"/> can tell why the server said no.
    /// </summary>
    /// <param name="options">The options of a socket that is not connected yet.</param>
    /// <param name="token">The credential.</param>
    public static void SetCredential(this ClientWebSocketOptions options, MintedToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(token);
        options.SetRequestHeader("Authorization", $"Bearer {token.DangerousGetText()}");
        options.CollectHttpResponseDetails = true;
    }

    /// <summary>Why <c>ConnectAsync</c> failed, as the server told it; null where the socket is connected, or no HTTP answer came (or
    /// <see cref="ClientWebSocketOptions.CollectHttpResponseDetails"/> is off).</summary>
    public static HandshakeRefusal? GetHandshakeRefusal(this ClientWebSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return
            socket.State is WebSocketState.Open
            || socket.HttpStatusCode == default
            || socket.HttpStatusCode == HttpStatusCode.SwitchingProtocols
            ? null
            : new HandshakeRefusal(socket.HttpStatusCode, Find(socket, ReasonHeader), Find(socket, AttemptHeader));
    }

    private static string? Find(ClientWebSocket socket, string header) =>
        socket
            .HttpResponseHeaders?.FirstOrDefault(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault();
}
