namespace WsAuth.Secrets.Sources;

/// <summary><c>env:NAME</c>: the value of an environment variable.</summary>
internal sealed class EnvironmentVariableSource(string variable) : SecretSource
{
    public override string Name => "env:" + variable;

    public override SecretReading Read(SecretSourceContext context) => FromText(context.Variables.Get(variable));
}
