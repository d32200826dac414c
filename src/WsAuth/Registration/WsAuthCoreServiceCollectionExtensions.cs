using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.Handshake;
using WsAuth.Options;
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITokenValidator, JwtTokenValidator>(CreateJwtValidator));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ITokenValidator, SharedSecretValidator>(CreateSharedSecretValidator)
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ITokenValidator, EdgeTokenValidator>(CreateEdgeTokenValidator)
        );
        services.TryAddSingleton<ISingleUseStore>(provider => new InMemorySingleUseStore(
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton(provider => new TicketInstance(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(CreateTicketIssuer);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITokenValidator, TicketValidator>(CreateTicketValidator));
        services.TryAddSingleton(provider => new AgentUses(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<HandshakeAuthenticator>();
        return services;
    }

    private static JwtTokenValidator CreateJwtValidator(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new JwtTokenValidator(
            () => settings.Current.Jwt,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<JwtIssuerDirectory>()
        );
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

    private static TicketValidator CreateTicketValidator(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new TicketValidator(
            () => settings.Current.Tickets,
            () => settings.Current.Jwt,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<ISingleUseStore>(),
            provider.GetRequiredService<TicketInstance>(),
            provider.GetRequiredService<TimeProvider>()
        );
    }

    private static SharedSecretValidator CreateSharedSecretValidator(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new SharedSecretValidator(
            () => settings.Current.SharedSecret,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<TimeProvider>()
        );
    }

    private static EdgeTokenValidator CreateEdgeTokenValidator(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<WsAuthSettings>();
        return new EdgeTokenValidator(
            () => settings.Current.EdgeToken,
            provider.GetRequiredService<SecretResolver>(),
            provider.GetRequiredService<ISingleUseStore>(),
            provider.GetRequiredService<TimeProvider>()
        );
    }
}
