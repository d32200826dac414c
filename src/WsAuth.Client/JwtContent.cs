namespace WsAuth.Client;

/// <summary>What goes into a minted JWT; everything has a sensible default.</summary>
public sealed class JwtContent
{
    /// <summary>How long it is valid from <see cref="IssuedAt"/>. A negative one makes an expired token, for tests.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The time in <c>iat</c>, to the second.</summary>
    /// <value>Default: null; now.</value>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>The time in <c>nbf</c>.</summary>
    /// <value>Default: null; no <c>nbf</c>.</value>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The <c>iss</c>.</summary>
    /// <value>Default: null; the configured <c>WsAuth:Jwt:Issuer</c>, and none where that is absent.</value>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c>.</summary>
    /// <value>Default: null; the first of the configured <c>WsAuth:Jwt:Audience</c>, and none where that is absent.</value>
    public string? Audience { get; set; }

    /// <summary>The <c>jti</c>.</summary>
    /// <value>Default: null; 128 random bits.</value>
    public string? TokenId { get; set; }

    /// <summary>The header's <c>typ</c>.</summary>
    /// <value>Default: <c>JWT</c>.</value>
    public string Type { get; set; } = "JWT";

    /// <summary>Further claims: texts, numbers, booleans, arrays of them, or anything that serializes to JSON.</summary>
    public IDictionary<string, object?> Claims { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
