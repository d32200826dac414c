namespace WsAuth.Secrets;

/// <summary>One named secret of a resolver and how it is resolved at the moment.</summary>
internal sealed class NamedSecret(string name, SecretResolution resolution)
{
    private volatile SecretResolution _resolution = resolution;

    public string Name => name;

    public SecretResolution Resolution
    {
        get => _resolution;
        set => _resolution = value;
    }
}
