namespace WsAuth.Credentials;

/// <summary>A place of the opening handshake where a credential may stand.</summary>
[Flags]
public enum CredentialLocations
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The <c>Authorization</c> header with the scheme <c>Bearer</c> (RFC 6750 §2.1).</summary>
    AuthorizationHeader = 1,

    /// <summary>The query parameter <c>ticket</c>, for connection tickets and nothing else.</summary>
    QueryTicket = 4,

    /// <summary>The query parameter <c>access_token</c> (RFC 6750 §2.3); URLs end up in access logs, so it is read by option only.</summary>
    QueryAccessToken = 8,
}
