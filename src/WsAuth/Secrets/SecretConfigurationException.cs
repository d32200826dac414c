namespace WsAuth.Secrets;

/// <summary>
/// Thrown at start and by minters, never for what a client sends: a secret that is in use cannot be resolved as configured. The message
/// names each setting or source and its fix, and holds no value.
/// </summary>
public sealed class SecretConfigurationException : Exception
{
    /// <summary>Made of one or more faults, a sentence each.</summary>
    public SecretConfigurationException(IEnumerable<string> faults)
        : base("WsAuth is misconfigured: " + string.Join(Environment.NewLine + "  ", faults)) { }
}
