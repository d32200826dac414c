using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WsAuth.Mismatch;
using WsAuth.Options;
using WsAuth.Secrets;

namespace WsAuth.Registration;

/// <summary>Settings and secret resolution without a container: what clients, tests and tools make from the same configuration as the server.</summary>
public sealed class WsAuthRuntime : IDisposable
{
    private WsAuthRuntime(
        WsAuthSettings settings,
        SecretResolver secrets,
        TimeProvider clock,
        ILogger<MismatchQueue> mismatchLogger
    )
    {
        Mismatches = new MismatchQueue(
            new MismatchAnalyst(() => settings.Current, secrets, clock),
            clock,
            mismatchLogger
        );
        Settings = settings;
        Secrets = secrets;
        Clock = clock;
    }

    /// <summary>The options in force.</summary>
    public WsAuthSettings Settings { get; }

    /// <summary>The secrets in force.</summary>
    public SecretResolver Secrets { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whose secret a refused credential was made with.</summary>
    public MismatchQueue Mismatches { get; }

    /// <summary>Makes one from a configuration, as a host with that configuration and that environment does.</summary>
    /// <param name="configuration">The root of the configuration.</param>
    /// <param name="environment">The host environment's name, for example <c>Staging</c>; <c>WsAuth:Environment</c> overrides it, as it does in a host.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="variables">Where <c>env:</c> sources look; the process's variables where null.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    /// <param name="loggers">Where changes and warnings are logged; nowhere where null.</param>
    /// <exception cref="OptionsValidationException">A setting is unknown or has the wrong form.</exception>
    public static WsAuthRuntime FromConfiguration(
        IConfiguration configuration,
        string environment,
        string section = "WsAuth",
        IEnvironmentVariables? variables = null,
        TimeProvider? clock = null,
        ILoggerFactory? loggers = null
    ) => Make(configuration, environment, section, variables, clock, loggers, onlyLooks: false);

    /// <summary>As <see cref="FromConfiguration"/>, for whoever asks what such a host would do: nothing is made on this machine, not even a development default.</summary>
    internal static WsAuthRuntime OnlyLooking(
        IConfiguration configuration,
        string environment,
        IEnvironmentVariables variables,
        TimeProvider clock
    ) => Make(configuration, environment, "WsAuth", variables, clock, null, onlyLooks: true);

    /// <summary>Stops following changes and looking into refusals.</summary>
    public void Dispose()
    {
        Mismatches.Dispose();
        Secrets.Dispose();
    }

    private static WsAuthRuntime Make(
        IConfiguration configuration,
        string environment,
        string section,
        IEnvironmentVariables? variables,
        TimeProvider? clock,
        ILoggerFactory? loggers,
        bool onlyLooks
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrWhiteSpace(environment);
        var settings = new WsAuthSettings(() => Read(configuration, section), environment, []);
        loggers ??= NullLoggerFactory.Instance;
        var time = clock ?? TimeProvider.System;
        var secrets = new SecretResolver(
            settings.ReadSecretSettings,
            configuration,
            variables ?? ProcessEnvironmentVariables.Instance,
            time,
            loggers.CreateLogger<SecretResolver>()
        )
        {
            OnlyLooks = onlyLooks,
        };
        return new WsAuthRuntime(settings, secrets, time, loggers.CreateLogger<MismatchQueue>());
    }

    private static WsAuthOptions Read(IConfiguration configuration, string section)
    {
        var options = new WsAuthOptions();
        options.ReadFrom(configuration, section);
        var result = new WsAuthOptionsValidator().Validate(null, options);
        return result.Failed
            ? throw new OptionsValidationException(section, typeof(WsAuthOptions), result.Failures)
            : options;
    }
}
