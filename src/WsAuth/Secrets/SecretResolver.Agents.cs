namespace WsAuth.Secrets;

/// <summary>Secrets of single agents, from sources that hold one for each.</summary>
public sealed partial class SecretResolver
{
    private readonly AgentSecrets _agents = new();

    /// <summary>
    /// The values of a named secret that are in force for one agent: its own where the order names a source per agent that holds
    /// one and no earlier source wins, otherwise those that all share. Empty where there are neither.
    /// </summary>
    /// <param name="name">The named secret.</param>
    /// <param name="agentId">The agent; null for what all share.</param>
    /// <exception cref="ArgumentException">The name is neither configured nor built in.</exception>
    public SecretRing GetRing(string name, string? agentId)
    {
        var shared = GetRing(name);
        var settings = Volatile.Read(ref _settings);
        if (agentId is null || !settings.IsPerAgent(name))
        {
            return shared;
        }

        var order = settings.Secrets[name];
        var ring = ResolveFor(agentId, order, settings).Ring;
        return ring.Current is null || IsOwn(ring, order, settings) ? ring : shared;
    }

    /// <summary>Whether the order of a secret names a source that holds one for each agent.</summary>
    public bool IsPerAgent(string name) => Volatile.Read(ref _settings).IsPerAgent(name);

    private SecretResolution ResolveFor(string agentId, NamedSecretSettings order, SecretSettings settings) =>
        _agents.Get(
            (order.Name, agentId),
            () =>
                SecretEvaluation.Resolve(
                    order,
                    ContextOf(order.Name, settings) with
                    {
                        AgentId = agentId,
                    },
                    _clock.GetUtcNow()
                ),
            resolution => IsOwn(resolution.Ring, order, settings)
        );

    private static bool IsOwn(SecretRing found, NamedSecretSettings order, SecretSettings settings) =>
        found.Current is { } key
        && order.Order.Any(entry => entry.Name == key.Source && entry.IsPerAgent(settings.CodeSources));
}
