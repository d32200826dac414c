namespace WsAuth.Reasons;

/// <summary>What a client does about a refusal.</summary>
public enum RetryAdvice
{
    /// <summary>Nothing changes until someone changes the request, the client or the configuration.</summary>
    Stop,

    /// <summary>Get a new credential, then connect again.</summary>
    RefreshCredential,

    /// <summary>Wait, at least as long as <c>Retry-After</c> says, then connect again with the same credential.</summary>
    Wait,
}
