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

        return FromText(source(new SecretRequest(context.SecretName, context.EnvironmentName)));
    }
}
