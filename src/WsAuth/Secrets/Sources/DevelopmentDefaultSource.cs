namespace WsAuth.Secrets.Sources;

/// <summary>
/// <c>development-default</c>: a random value, made once per user profile and per secret name, so that a server, its
/// clients and its tests on one desk match without any set-up. Development, Testing and Test only.
/// </summary>
internal sealed class DevelopmentDefaultSource : SecretSource
{
    public const string Spelling = "development-default";

    /// <summary>The note of one that a service would make at its start.</summary>
    public const string NotMadeYet = "not made yet: the first process that needs it makes it";

    public override string Name => Spelling;

    public override bool IsGenerated => true;

    public override SecretReading Read(SecretSourceContext context)
    {
        // Where someone wrote it down it is an error elsewhere, reached or not: the day it is reached is the day of the outage.
        if (!context.IsDevelopment && (context.IsReached || context.IsExplicit))
        {
            return SecretReading.Refused(
                $"development defaults exist in Development, Testing and Test only, and this is {context.EnvironmentName}"
            );
        }

        if (
            context is { IsReached: true, OnlyLooks: true }
            && DevelopmentDefaults.Find(context.SecretName, context.Variables) is null
        )
        {
            return SecretReading.AbsentBecause(NotMadeYet);
        }

        return context.IsReached
            ? DevelopmentDefaults.Read(context.SecretName, context.Variables)
            : SecretReading.AbsentBecause("not needed");
    }
}
