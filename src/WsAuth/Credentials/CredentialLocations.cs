namespace WsAuth.Credentials;

/// <summary>A place of the opening handshake where a credential may stand.</summary>
[Flags]
public enum CredentialLocations
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The <c>Authorization</c> header with the scheme <c>Bearer</c> (RFC 6750 §2.1).</summary>
    AuthorizationHeader = 1,

    /// <summary>The sub-protocol <c>bearer.TOKEN</c> or <c>ticket.TOKEN</c>, for browsers, which can set no other header; it is never echoed.</summary>
    SubProtocol = 2,

    /// <summary>The query parameter <c>ticket</c>, for connection tickets and nothing else.</summary>
    QueryTicket = 4,

    /// <summary>The query parameter <c>access_token</c> (RFC 6750 §2.3); URLs end up in access logs, so it is read by option only.</summary>
    QueryAccessToken = 8,

    /// <summary>The cookie that the options name (RFC 6265); read by option only, and beside an allowed <c>Origin</c> only.</summary>
    Cookie = 16,

    /// <summary>The first message of an accepted socket; at endpoints that say so only.</summary>
    FirstMessage = 32,
}
