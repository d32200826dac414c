namespace WsAuth.AspNetCore.Registration;

/// <summary>What <c>MapWsAuthDiagnostics</c> may be told.</summary>
public sealed class WsAuthDiagnosticsOptions
{
    /// <summary>
    /// The authorization policy whose callers see everything: the full record of an attempt, and the resolution of the secrets. It is asked
    /// silently, after its own schemes have authenticated the caller: whoever it does not let in gets the answer for strangers, and no challenge.
    /// </summary>
    /// <value>Default: null; nobody outside of Development.</value>
    public string? OperatorPolicy { get; set; }
}
