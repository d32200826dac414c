namespace WsAuth.Secrets;

/// <summary>Where one named secret comes from.</summary>
public sealed class NamedSecretOptions
{
    /// <summary>
    /// The sources in their order, first present wins: <c>env:JWT_SECRET_{ENVIRONMENT} &gt; env:JWT_SECRET_KEY</c>. Kinds: <c>env:</c>,
    /// <c>envfile:</c>, <c>file:</c>, <c>config:</c>, <c>code:</c>, <c>development-default</c>; <c>hex:</c> or <c>base64:</c> before a
    /// source decodes its text; <c>id KEY-ID</c> after it names its value for <c>kid</c>.
    /// </summary>
    /// <value>Default: the built-in order. For <c>jwt</c>: <c>env:JWT_SECRET_{ENVIRONMENT} &gt; env:JWT_SECRET_KEY &gt; development-default</c>;
    /// for <c>edge</c>: <c>env:EDGE_SECRET &gt; development-default</c>; any other name has to be configured.</value>
    public string? Order { get; set; }

    /// <summary>Values accepted but no longer used for new tokens, in their order, each with an optional end:
    /// <c>env:JWT_SECRET_OLD until 2027-01-31</c> (to the end of that day, UTC).</summary>
    /// <value>Default: none.</value>
    public string? Previous { get; set; }
}
