using Microsoft.Extensions.Configuration;

namespace WsAuth.Secrets.Sources;

/// <summary>What sources may look at.</summary>
internal sealed record SecretSourceContext(
    string SecretName,
    string EnvironmentName,
    IEnvironmentVariables Variables,
    IConfiguration? Configuration,
    IReadOnlyDictionary<string, Func<SecretRequest, string?>> CodeSources,
    EphemeralValues Ephemeral,
    bool IsReached,
    bool IsExplicit
)
{
    /// <summary>Whether development defaults may exist here.</summary>
    public bool IsDevelopment => SecretEnvironments.IsDevelopment(EnvironmentName);
}
