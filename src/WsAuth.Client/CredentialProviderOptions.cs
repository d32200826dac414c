namespace WsAuth.Client;

/// <summary>How a <see cref="CredentialProvider"/> keeps what it fetched.</summary>
public sealed class CredentialProviderOptions
{
    /// <summary>How long before its end a credential is replaced. One that is still valid is handed out where the next cannot be fetched.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether each credential is good for one connection only: none is kept, and no two callers get the same.</summary>
    /// <value>Default: false. Tickets need true.</value>
    public bool IsSingleUse { get; set; }

    /// <summary>The clock.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
