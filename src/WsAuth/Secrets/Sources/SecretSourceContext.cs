using Microsoft.Extensions.Configuration;

namespace WsAuth.Secrets.Sources;

/// <summary>What sources may look at.</summary>
internal sealed record SecretSourceContext(
    string SecretName,
    string EnvironmentName,
    IEnvironmentVariables Variables,
    IConfiguration? Configuration,
    IReadOnlyDictionary<string, CodeSecretSource> CodeSources,
    EphemeralValues Ephemeral,
    bool IsReached,
    bool IsExplicit
)
{
    /// <summary>The agent whose secret is asked for; null for the secret that all share.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whether nothing may be made, since somebody only asks: a development default that is not there yet stays absent.</summary>
    public bool OnlyLooks { get; init; }

    /// <summary>Whether development defaults may exist here.</summary>
    public bool IsDevelopment => SecretEnvironments.IsDevelopment(EnvironmentName);
}
