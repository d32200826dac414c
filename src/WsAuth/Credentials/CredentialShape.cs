namespace WsAuth.Credentials;

/// <summary>What a credential looks like. A judgement by shape alone: no secret is held against it.</summary>
public enum CredentialShape
{
    /// <summary>Nothing that is known: an API key, a password, a shared secret.</summary>
    Opaque,

    /// <summary>A JWT in compact serialization (RFC 7519).</summary>
    Jwt,

    /// <summary>A JWT whose header, unverified, says that it is a connection ticket.</summary>
    Ticket,

    /// <summary>The beginning of a JWT.</summary>
    JwtCutOff,

    /// <summary>Base64 of four parts joined by colons, the last a hexadecimal signature.</summary>
    EdgeToken,

    /// <summary>A UUID (RFC 9562).</summary>
    Uuid,

    /// <summary>A session id: it begins as such ids do.</summary>
    SessionId,

    /// <summary>An API key: it begins as such keys do.</summary>
    ApiKey,
}
