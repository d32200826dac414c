namespace WsAuth.Tokens.Jwt;

/// <summary>What the tokens of one issuer have to say, and what their claims mean.</summary>
public abstract class JwtClaimOptions
{
    private protected JwtClaimOptions() { }

    /// <summary>The <c>iss</c> that tokens must have, compared exactly (RFC 7519 §4.1.1).</summary>
    /// <value>Default: null; not checked, which is said at start.</value>
    public string? Issuer { get; set; }

    /// <summary>The audiences, separated by spaces, of which a token's <c>aud</c> must name one, compared exactly (RFC 7519 §4.1.3).
    /// The first one is put into tokens that are minted here.</summary>
    /// <value>Default: null; not checked, which is said at start.</value>
    public string? Audience { get; set; }

    /// <summary>How far the clocks of issuer and server may differ, for <c>exp</c>, <c>nbf</c> and <c>iat</c>; 0 to 10 minutes.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a token must name its subject (<c>sub</c>, a non-empty string).</summary>
    /// <value>Default: true. Without a subject the principal has no name and limits by principal do not apply.</value>
    public bool RequireSubject { get; set; } = true;

    /// <summary>The claim that becomes <c>User.Identity.Name</c>.</summary>
    /// <value>Default: null; <c>name</c> where the token has it, else <c>sub</c>.</value>
    public string? NameClaim { get; set; }

    /// <summary>The claim that <c>User.IsInRole</c> and <c>[Authorize(Roles = …)]</c> look at.</summary>
    /// <value>Default: null; <c>role</c>, and the values of <c>roles</c> count as well.</value>
    public string? RoleClaim { get; set; }

    /// <summary>The claim that names the caller's tenant, for the default session id.</summary>
    /// <value>Default: <c>tenant_id</c>.</value>
    public string TenantClaim { get; set; } = "tenant_id";
}
