namespace WsAuth.Secrets.Sources;

/// <summary><c>ephemeral</c>: random, made once per process and secret name, and never written anywhere. No other process can match it.</summary>
internal sealed class EphemeralSource : SecretSource
{
    public const string Spelling = "ephemeral";

    public override string Name => Spelling;

    public override bool IsGenerated => true;

    public override SecretReading Read(SecretSourceContext context) =>
        context.IsReached
            ? SecretReading.Present(context.Ephemeral.Read(context.SecretName)) with
            {
                Note = "random, lives as long as this process: no other instance can match it",
            }
            : SecretReading.AbsentBecause("not needed");
}
