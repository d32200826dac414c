using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Options;

/// <summary>
/// The options that are in force: those of the start until a configuration reload brings others that are valid. Server, minter
/// and tools read the same instance, or one made from the same configuration.
/// </summary>
public sealed class WsAuthSettings
{
    private readonly Func<WsAuthOptions> _read;
    private readonly string _hostEnvironment;
    private readonly Dictionary<string, CodeSecretSource> _codeSources;
    private WsAuthOptions? _current;

    internal WsAuthSettings(
        Func<WsAuthOptions> read,
        string? hostEnvironment,
        IEnumerable<CodeSecretSource> codeSources
    )
    {
        _read = read;
        _hostEnvironment = string.IsNullOrWhiteSpace(hostEnvironment) ? SecretEnvironments.Default : hostEnvironment;
        _codeSources = new Dictionary<string, CodeSecretSource>(StringComparer.Ordinal);
        foreach (var source in codeSources)
        {
            if (!_codeSources.TryAdd(source.Name, source))
            {
                throw new SecretConfigurationException([
                    $"Two code sources have the name '{source.Name}'; give each its own.",
                ]);
            }
        }
    }

    /// <summary>The options in force.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">They are invalid: at start only.</exception>
    public WsAuthOptions Current => Volatile.Read(ref _current) ?? (_current = _read());

    /// <summary>The environment in force: the configured one, else the host's, else Production.</summary>
    public string EnvironmentName => Current.Environment ?? _hostEnvironment;

    /// <summary>Reads the options anew and answers what secret resolution needs of them; the ones in force stay where the new ones are invalid.</summary>
    internal SecretSettings ReadSecretSettings()
    {
        var options = _read();
        var environment = options.Environment ?? _hostEnvironment;
        var origin = options.Environment is null ? "the host's" : $"{options.Section}:Environment";
        var names = options
            .Secrets.Keys.Append(BuiltInOrders.Jwt)
            .Append(BuiltInOrders.Edge)
            .Append(BuiltInOrders.Ticket)
            .Select(name => name.ToLowerInvariant())
            .Distinct(StringComparer.Ordinal);
        var secrets = names.ToDictionary(
            name => name,
            name => Parse(name, options, environment),
            StringComparer.OrdinalIgnoreCase
        );
        Volatile.Write(ref _current, options);
        return new SecretSettings(environment, origin, secrets, _codeSources, options.SecretPollingInterval);
    }

    private static NamedSecretSettings Parse(string name, WsAuthOptions options, string environment)
    {
        var configured = options.Secrets.TryGetValue(name, out var secret) ? secret : null;
        var setting = $"{options.Section}:Secrets:{name}";
        List<string> faults = [];
        var order = SecretOrderParser.Parse(
            configured?.Order ?? BuiltInOrders.Find(name)!,
            setting + ":Order",
            environment,
            mayEnd: false,
            faults
        );
        var previous = configured?.Previous is null
            ? []
            : SecretOrderParser.Parse(configured.Previous, setting + ":Previous", environment, mayEnd: true, faults);
        if (faults.Count > 0)
        {
            throw new SecretConfigurationException(faults);
        }

        var (minimumBytes, purpose) = (SecretStrength.MinimumBytes, "an HMAC secret");
        if (
            name.Equals(options.Jwt.Secret, StringComparison.OrdinalIgnoreCase)
            && JwtAlgorithm.Find(options.Jwt.Algorithm) is { } algorithm
        )
        {
            (minimumBytes, purpose) = (algorithm.MinimumKeyBytes, algorithm.Name);
        }

        return new NamedSecretSettings(
            name,
            order,
            previous,
            configured?.Order is null,
            configured is not null,
            minimumBytes,
            purpose
        );
    }
}
