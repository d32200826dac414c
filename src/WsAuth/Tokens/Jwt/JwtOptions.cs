namespace WsAuth.Tokens.Jwt;

/// <summary>How JWTs are validated and minted; section <c>WsAuth:Jwt</c>. What is not below <see cref="Issuers"/> is about the own service's tokens,
/// which are signed with a secret.</summary>
public sealed class JwtOptions : JwtClaimOptions
{
    /// <summary>The <em>name</em> of the secret that verifies tokens, a key of <c>WsAuth:Secrets</c>; never the secret itself.</summary>
    /// <value>Default: <c>jwt</c>.</value>
    public string Secret { get; set; } = "jwt";

    /// <summary>The one algorithm of that secret: <c>HS256</c>, <c>HS384</c> or <c>HS512</c> (RFC 7518 §3.2, RFC 8725 §3.1).</summary>
    /// <value>Default: <c>HS256</c>.</value>
    public string Algorithm { get; set; } = "HS256";

    /// <summary>Whether tokens that are signed with the secret are accepted at all. Switch it off where every token comes from one of
    /// <see cref="Issuers"/>: then no secret is needed.</summary>
    /// <value>Default: true.</value>
    public bool AcceptSecret { get; set; } = true;

    /// <summary>The other issuers, each with its own public keys, audience and claims: nothing that is set beside them is inherited. A token's <c>iss</c> selects one, and nothing of the others
    /// is ever tried on it.</summary>
    /// <value>Default: empty.</value>
    public IDictionary<string, JwtIssuerOptions> Issuers { get; } =
        new Dictionary<string, JwtIssuerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long a handshake waits at most for keys that have to be fetched; 0 to 30 seconds.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan KeySetWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often keys from a URL or an authority are fetched anew while all is well; 1 minute to 1 day. A token that names an
    /// unknown key makes them be fetched at once, but not more often than every 30 seconds.</summary>
    /// <value>Default: 1 hour.</value>
    public TimeSpan KeySetRefresh { get; set; } = TimeSpan.FromHours(1);
}
