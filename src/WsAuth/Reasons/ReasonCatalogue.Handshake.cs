namespace WsAuth.Reasons;

// The rows about the request that is no handshake, or not from here.
public static partial class ReasonCatalogue
{
    /// <summary>A handshake header is missing: a hop on the way dropped it, or the client never meant a WebSocket.</summary>
    public static Reason UpgradeMissing { get; } =
        Row(
            1000,
            426,
            null,
            RetryAdvice.Stop,
            "The request is no complete WebSocket handshake.",
            "Let every proxy on the way pass Upgrade and Connection on (HTTP/1.1), or connect with a WebSocket client."
        );

    /// <summary><c>Sec-WebSocket-Version</c> is not 13 (RFC 6455 §4.4).</summary>
    public static Reason VersionUnsupported { get; } =
        Row(
            1001,
            426,
            null,
            RetryAdvice.Stop,
            "The client speaks another version of the WebSocket protocol than 13.",
            "Use a client that sends Sec-WebSocket-Version: 13 (RFC 6455)."
        );

    /// <summary>The page's origin (RFC 6454) is not one whose pages may connect.</summary>
    public static Reason OriginRefused { get; } =
        Row(
            1002,
            403,
            4403,
            RetryAdvice.Stop,
            "The page that opens the WebSocket is of an origin that is not allowed here.",
            "If pages of that origin may connect, add it to WsAuth:Origins."
        );

    /// <summary>A browser offered the credential's sub-protocol and no other, so that none could be echoed (RFC 6455 §4.2.2).</summary>
    public static Reason SubprotocolMissing { get; } =
        Row(
            1003,
            400,
            4400,
            RetryAdvice.Stop,
            "A browser offered only the sub-protocol that carries the credential, which is never echoed, and would close a connection without an echo.",
            "Offer a second sub-protocol: new WebSocket(url, ['chat', 'bearer.' + token])."
        );
}
