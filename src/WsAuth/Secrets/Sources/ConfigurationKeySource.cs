namespace WsAuth.Secrets.Sources;

/// <summary><c>config:A:B</c>: a configuration key, from the root; every configuration provider comes along.</summary>
internal sealed class ConfigurationKeySource(string key) : SecretSource
{
    public override string Name => "config:" + key;

    public override SecretReading Read(SecretSourceContext context)
    {
        if (context.Configuration is null)
        {
            return SecretReading.Refused("no configuration was given to the resolver; register IConfiguration");
        }

        var section = context.Configuration.GetSection(key);
        return section.Value is null && section.GetChildren().Any()
            ? SecretReading.Refused("it is a section, not a value; name the key that holds the secret")
            : FromText(section.Value);
    }
}
