namespace WsAuth.Options;

/// <summary>How a handshake is refused.</summary>
public enum RefusalMode
{
    /// <summary>By an HTTP answer instead of the upgrade. A browser shows its script nothing of it but close code 1006.</summary>
    Http,

    /// <summary>
    /// By accepting the socket and closing it at once, with the reason's close code and its wire class as the text (RFC 6455 §7.4.2): what a
    /// browser's script can read. Clients that reset their back-off when a socket opens hammer.
    /// </summary>
    Close,

    /// <summary>As <see cref="Close"/> for requests with an allowed <c>Origin</c>, as <see cref="Http"/> for all others.</summary>
    CloseForBrowsers,
}
