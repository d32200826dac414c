using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>Everything that resolution depends on, parsed and checked; made anew when the configuration changes.</summary>
internal sealed record SecretSettings(
    string EnvironmentName,
    string EnvironmentOrigin,
    IReadOnlyDictionary<string, NamedSecretSettings> Secrets,
    IReadOnlyDictionary<string, CodeSecretSource> CodeSources,
    TimeSpan PollingInterval
)
{
    /// <summary>Whether the order of a secret names a source that holds one for each agent.</summary>
    public bool IsPerAgent(string name) =>
        Secrets.TryGetValue(name, out var settings) && settings.Order.Any(entry => entry.IsPerAgent(CodeSources));
}

/// <summary>One named secret's part of <see cref="SecretSettings"/>.</summary>
internal sealed record NamedSecretSettings(
    string Name,
    IReadOnlyList<SecretOrderEntry> Order,
    IReadOnlyList<SecretOrderEntry> Previous,
    bool IsBuiltInOrder,
    bool IsConfigured,
    int MinimumBytes,
    string Purpose
)
{
    /// <summary>Whether nothing that all share is missed, since a source will be asked for each agent.</summary>
    public bool IsLeftToAgents(SecretSourceContext context) =>
        context.AgentId is null && Order.Any(entry => entry.IsPerAgent(context.CodeSources));
}
