namespace WsAuth.Options;

/// <summary>Whether a cookie may carry a credential; section <c>WsAuth:Cookie</c>.</summary>
public sealed class CookieOptions
{
    /// <summary>
    /// The cookie's name (RFC 6265). Browsers add cookies to handshakes that any page opens: a list of origins is required, and a
    /// handshake that uses the cookie has to come from one of them. It is read in handshakes only, and yields to a credential anywhere else.
    /// </summary>
    /// <value>Default: null; no cookie is read.</value>
    public string? Name { get; set; }
}
