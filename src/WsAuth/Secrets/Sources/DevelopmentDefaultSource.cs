namespace WsAuth.Secrets.Sources;

/// <summary>
/// <c>development-default</c>: a random value, made once per user profile and per secret name, so that a server, its
/// clients and its tests on one desk match without any set-up. Development, Testing and Test only.
/// </summary>
internal sealed class DevelopmentDefaultSource : SecretSource
{
    public const string Spelling = "development-default";

    public override string Name => Spelling;

    public override SecretReading Read(SecretSourceContext context)
    {
        if (!context.IsReached)
        {
            return SecretReading.AbsentBecause("not needed");
        }

        return context.IsDevelopment
            ? DevelopmentDefaults.Read(context.SecretName, context.Variables)
            : SecretReading.Refused(
                $"development defaults exist in Development, Testing and Test only, and this is {context.EnvironmentName}"
            );
    }
}
