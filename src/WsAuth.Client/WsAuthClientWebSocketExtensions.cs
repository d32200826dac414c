using WsAuth.Client;

namespace System.Net.WebSockets;

/// <summary>Attaches credentials to a <see cref="ClientWebSocket"/>, and reads why it was refused.</summary>
public static class WsAuthClientWebSocketExtensions
{
    /// <summary>
    /// Sends a credential in the <c>Authorization</c> header of the handshake, and keeps the answer's status and headers, so that
    /// <see cref="GetHandshakeRefusal"/> can tell why the server said no.
    /// </summary>
    /// <param name="options">The options of a socket that is not connected yet.</param>
    /// <param name="token">The credential.</param>
    public static void SetCredential(this ClientWebSocketOptions options, MintedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        options.SetCredential(token.DangerousGetText());
    }

    /// <summary>The same with a credential that came from elsewhere.</summary>
    /// <param name="options">The options of a socket that is not connected yet.</param>
    /// <param name="bearerText">The credential alone, without <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It cannot stand in a header.</exception>
    public static void SetCredential(this ClientWebSocketOptions options, string bearerText)
    {
        ArgumentNullException.ThrowIfNull(options);
        CredentialText.ThrowIfUnfitForHeader(bearerText, nameof(bearerText));
        options.SetRequestHeader("Authorization", $"Bearer {bearerText}");
        options.CollectHttpResponseDetails = true;
    }

    /// <summary>
    /// Offers a credential as a sub-protocol, <c>bearer.</c> or <c>ticket.</c> before it, as browsers have to; an edge token in its base64url
    /// form. The server never echoes it. Otherwise like <see cref="SetCredential(ClientWebSocketOptions, MintedToken)"/>.
    /// </summary>
    /// <param name="options">The options of a socket that is not connected yet.</param>
    /// <param name="token">The credential.</param>
    /// <param name="subProtocols">The sub-protocols that are really meant, most wanted first.</param>
    /// <exception cref="ArgumentException">The credential has a character that is illegal in a sub-protocol (RFC 6455 §4.1), or none.</exception>
    /// <exception cref="InvalidOperationException">The credential is already offered.</exception>
    public static void AddCredentialSubProtocol(
        this ClientWebSocketOptions options,
        MintedToken token,
        params IEnumerable<string> subProtocols
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(subProtocols);
        var offer = CredentialText.ForSubProtocol(token, nameof(token));
        foreach (var subProtocol in subProtocols)
        {
            options.AddSubProtocol(subProtocol);
        }

        try
        {
            options.AddSubProtocol(offer);
        }
        catch (ArgumentException)
        {
            // The message of this exception quotes the credential: it goes no further.
            throw new InvalidOperationException("This credential is already offered as a sub-protocol of this socket.");
        }

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
            : new HandshakeRefusal(
                socket.HttpStatusCode,
                Find(socket, HandshakeRefusal.ReasonHeader),
                Find(socket, HandshakeRefusal.AttemptHeader)
            );
    }

    private static string? Find(ClientWebSocket socket, string header) =>
        socket
            .HttpResponseHeaders?.FirstOrDefault(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault();
}
