namespace WsAuth.Secrets.Sources;

/// <summary><c>code:NAME</c>: a delegate that the application registered.</summary>
internal sealed class DelegateSource(string name) : SecretSource
{
    public override string Name => "code:" + name;

    public override bool Changes => true;

    public override SecretReading Read(SecretSourceContext context)
    {
        if (!context.CodeSources.TryGetValue(name, out var source))
        {
            return SecretReading.Refused(
                $"no code source of this name is registered; call AddSecretSource(\"{name}\", …)"
            );
        }

        if (!source.IsPerAgent)
        {
            return FromText(source.Read(new SecretRequest(context.SecretName, context.EnvironmentName)));
        }

        return context.AgentId is { } agentId
            ? FromText(source.Read(new SecretRequest(context.SecretName, context.EnvironmentName, agentId)))
            : SecretReading.AbsentBecause("asked for each agent when it calls");
    }

    /// <summary>Whether the source of this name holds a secret for each agent.</summary>
    public bool IsPerAgent(IReadOnlyDictionary<string, CodeSecretSource> sources) =>
        sources.TryGetValue(name, out var source) && source.IsPerAgent;
}
