using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;
using WsAuth.Tokens.SharedSecret;
using WsAuth.Tokens.Ticket;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the host-agnostic core. ASP.NET Core applications call <c>AddWsAuth</c> instead.</summary>
public static class WsAuthCoreServiceCollectionExtensions
{
    /// <summary>The service key of the <see cref="IConfiguration"/> whose keys <c>config:</c> sources name; without one it is the unkeyed service.</summary>
    public const string ConfigurationKey = "WsAuth";

    /// <summary>The service key of the <see cref="HttpMessageHandler"/> that fetches issuers' keys, where the default one (no redirects, no
    /// cookies) does not do, for example behind a proxy.</summary>
    public const string KeySetHandlerKey = "WsAuth.KeySets";

    /// <summary>Registers options, secret resolution, validators and the handshake flow.</summary>
    /// <param name="services">The services; <c>ILogger&lt;T&gt;</c> has to be registered among them.</param>
    /// <param name="hostEnvironment">Answers the host's environment name.</param>
    public static IServiceCollection AddWsAuthCore(
        this IServiceCollection services,
        Func<IServiceProvider, string?> hostEnvironment
    )
    {
        services.AddOptions<WsAuthOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WsAuthOptions>, WsAuthOptionsValidator>()
        );
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEnvironmentVariables>(ProcessEnvironmentVariables.Instance);
        services.TryAddSingleton(provider => new WsAuthSettings(
            () => provider.GetRequiredService<IOptionsFactory<WsAuthOptions>>().Create(Options.Options.DefaultName),
            hostEnvironment(provider),
            provider.GetServices<CodeSecretSource>()
        ));
        services.TryAddSingleton(provider => new SecretResolver(
            provider.GetRequiredService<WsAuthSettings>().ReadSecretSettings,
            provider.GetKeyedService<IConfiguration>(ConfigurationKey) ?? provider.GetService<IConfiguration>(),
            provider.GetRequiredService<IEnvironmentVariables>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SecretResolver>>()
        ));
        services.TryAddSingleton(CreateIssuerDirectory);
        services.TryAddSingleton(CreateKeyBridge);
        AddValidator<JwtTokenValidator>(services, Of(options => options.Jwt));
        AddValidator<SharedSecretValidator>(services, Of(options => options.SharedSecret));
        AddValidator<EdgeTokenValidator>(services, Of(options => options.EdgeToken));
        services.TryAddSingleton<ISingleUseStore>(provider => new InMemorySingleUseStore(
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton<IRevocationStore>(provider => new InMemoryRevocationStore(
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton(provider => new RevocationGate(
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton(provider => new TicketInstance(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(CreateTicketIssuer);
        AddValidator<TicketValidator>(services, Of(options => options.Tickets), Of(options => options.Jwt));
        services.TryAddSingleton(provider => new AgentUses(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<HandshakeAuthenticator>();
        services.TryAddSingleton(CreateMismatchQueue);
        services.TryAddSingleton<SettingsReport>();
        return services;
    }

    private static JwtIssuerDirectory CreateIssuerDirectory(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new JwtIssuerDirectory(
            () => settings.Current.Jwt,
            () => settings.Current.SecretPollingInterval,
            () => settings.EnvironmentName.Equals("Development", StringComparison.OrdinalIgnoreCase),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetKeyedService<HttpMessageHandler>(KeySetHandlerKey),
            provider.GetRequiredService<ILogger<JwtIssuerDirectory>>()
        );
    }

    private static JwtKeyBridge CreateKeyBridge(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new JwtKeyBridge(
            () => settings.Current.Jwt,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<JwtIssuerDirectory>()
        );
    }

    private static MismatchQueue CreateMismatchQueue(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        var clock = provider.GetRequiredService<TimeProvider>();
        return new MismatchQueue(
            new MismatchAnalyst(() => settings.Current, provider.GetRequiredService<SecretResolver>(), clock),
            clock,
            provider.GetRequiredService<ILogger<MismatchQueue>>()
        );
    }

    private static TicketIssuer CreateTicketIssuer(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new TicketIssuer(
            () => settings.Current.Tickets,
            () => settings.Current.Jwt,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<ISingleUseStore>(),
            provider.GetRequiredService<TicketInstance>(),
            provider.GetRequiredService<TimeProvider>()
        );
    }

    // A validator asks for its settings each time, since a reload may have changed them; everything else it gets from the container.
    private static void AddValidator<T>(IServiceCollection services, params Func<WsAuthSettings, object>[] settings)
        where T : class, ITokenValidator =>
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ITokenValidator, T>(provider =>
            {
                var current = provider.GetRequiredService<WsAuthSettings>();
                return ActivatorUtilities.CreateInstance<T>(provider, [.. settings.Select(choose => choose(current))]);
            })
        );

    private static Func<WsAuthSettings, object> Of<T>(Func<WsAuthOptions, T> choose) =>
        settings => (Func<T>)(() => choose(settings.Current));
}
