namespace WsAuth.Tokens.EdgeToken;

/// <summary>How edge tokens are validated and minted; section <c>WsAuth:EdgeToken</c>.</summary>
public sealed class EdgeTokenOptions
{
    /// <summary>The <em>name</em> of the secret, a key of <c>WsAuth:Secrets</c>; never the secret itself.</summary>
    /// <value>Default: <c>edge</c>.</value>
    public string Secret { get; set; } = "edge";

    /// <summary>How long after its timestamp a token is accepted; the session that begins with it ends then too.</summary>
    /// <value>Default: 24 hours.</value>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How far a token's timestamp may lie in the future; 0 to 10 minutes.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a token opens one connection only. The agent has to mint a new one for each attempt.</summary>
    /// <value>Default: false; until it is too old, a token can be sent again.</value>
    public bool SingleUse { get; set; }
}
