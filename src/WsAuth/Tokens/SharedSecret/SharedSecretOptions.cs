namespace WsAuth.Tokens.SharedSecret;

/// <summary>How shared secrets are accepted; section <c>WsAuth:SharedSecret</c>.</summary>
public sealed class SharedSecretOptions
{
    /// <summary>The <em>name</em> of the secret, a key of <c>WsAuth:Secrets</c>; never the secret itself.</summary>
    /// <value>Default: <c>edge</c>.</value>
    public string Secret { get; set; } = "edge";

    /// <summary>How long a session that began with the shared secret lasts.</summary>
    /// <value>Default: null; it has no end of its own.</value>
    public TimeSpan? SessionLifetime { get; set; }

    /// <summary>Until when shared secrets are accepted, while clients move to edge tokens. After it they are refused, and before it each use is warned about.</summary>
    /// <value>Default: null; without an end.</value>
    public DateTimeOffset? AcceptUntil { get; set; }

    /// <summary>Whether each use is warned about, once per agent and hour.</summary>
    /// <value>Default: false.</value>
    public bool Deprecated { get; set; }
}
