using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.AspNetCore;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Doors;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;
using WsAuth.Options;
using WsAuth.State;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers WsAuth in an ASP.NET Core application.</summary>
public static class WsAuthServiceCollectionExtensions
{
    /// <summary>
    /// Registers WsAuth with the settings of a configuration section; they are validated when the host starts. It becomes no
    /// default scheme where the application has one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The <em>root</em> of the configuration: <c>config:</c> sources are looked up from there.</param>
    /// <param name="section">The section's name.</param>
    public static WsAuthBuilder AddWsAuth(
        this IServiceCollection services,
        IConfiguration configuration,
        string section = "WsAuth"
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        services.TryAddKeyedSingleton(WsAuthCoreServiceCollectionExtensions.ConfigurationKey, configuration);
        services.Configure<WsAuthOptions>(options => options.ReadFrom(configuration, section));
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(
            new ConfigurationChangeTokenSource<LoggerFilterOptions>(configuration)
        );
        return services.AddWsAuth(_ => { });
    }

    /// <summary>Registers WsAuth with settings in code; the same options, and they may be combined with a section.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static WsAuthBuilder AddWsAuth(this IServiceCollection services, Action<WsAuthOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(HandshakeFlow)))
        {
            return new WsAuthBuilder(services);
        }

        services.AddWsAuthCore(provider => provider.GetRequiredService<IHostEnvironment>().EnvironmentName);
        services.AddAuthentication(options =>
            options.AddScheme<WsAuthAuthenticationHandler>(WsAuthDefaults.AuthenticationScheme, displayName: null)
        );
        services.AddAuthorization();
        services.TryAddTransient<WsAuthAuthenticationHandler>();
        services.TryAddSingleton<RequiredKinds>();
        services.TryAddSingleton<SchemeEndpoints>();
        services.TryAddSingleton<OriginGate>();
        services.AddMetrics();
        services.TryAddSingleton<HandshakeMetrics>();
        services.TryAddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<WsAuthSettings>();
            return new RefusalStorms(
                () => settings.Current.RefusalLogInterval,
                provider.GetRequiredService<TimeProvider>()
            );
        });
        services.TryAddSingleton<UnguardedSockets>();
        services.TryAddSingleton<HandshakeFlow>();
        services.TryAddSingleton<FirstMessageExchange>();
        services.TryAddSingleton<ClosingHandshake>();
        services.TryAddSingleton<RefusedSocket>();
        services.TryAddSingleton<WaitingSockets>();
        services.TryAddSingleton<ConnectionRegistry>();
        services.TryAddSingleton<ExpirySchedule>();
        services.TryAddSingleton<ConnectionLog>();
        services.TryAddSingleton<RevalidationQuestion>();
        services.TryAddSingleton(new RegisteredServices(services));
        services.TryAddSingleton<RevalidationSetup>();
        services.TryAddSingleton<RevalidationSchedule>();
        services.TryAddSingleton<ConnectionRevalidation>();
        services.TryAddSingleton<ConnectionWatch>();
        services.TryAddSingleton<SessionNotice>();
        services.TryAddSingleton<RefreshPolicies>();
        services.TryAddSingleton<ConnectionRefresh>();
        services.TryAddSingleton<CrossOriginGate>();
        services.TryAddSingleton<RefreshEndpoint>();
        services.TryAddSingleton(provider => new LiveConnections(
            provider.GetRequiredService<ConnectionRegistry>(),
            provider.GetRequiredService<ConnectionWatch>(),
            provider.GetRequiredService<ConnectionRefresh>(),
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LiveConnections>>()
        ));
        services.TryAddSingleton<ConnectionPlaces>();
        services.TryAddSingleton<FailureLimit>();
        services.TryAddSingleton<FirstMessageDoor>();
        services.TryAddSingleton<HandshakeDoor>();
        services.TryAddSingleton<RecentHandshakes>();
        services.TryAddSingleton<RecordDistributor>();
        services.TryAddSingleton<HandshakeRecorder>();
        services.TryAddSingleton<HelpAddress>();
        services.TryAddSingleton<RefusalBody>();
        services.TryAddSingleton<RefusalWriter>();
        services.TryAddSingleton<HandshakeLog>();
        services.TryAddSingleton<HandshakeJournal>();
        services.AddPipelineObserver();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, HandshakeObserverFilter>());
        services.AddSingleton<IStartupFilter, WsAuthStartup>();
        services.TryAddSingleton<TicketEndpoint>();
        services.TryAddSingleton<OperatorGate>();
        services.TryAddSingleton<QuestionLimit>();
        services.TryAddSingleton<AttemptAnswer>();
        services.TryAddSingleton<AttemptEndpoint>();
        services.TryAddSingleton<SecretsEndpoint>();
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, HostRequestLogFilter>();
        services.TryAddSingleton<QueryCredentialsChange>();
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider =>
            provider.GetRequiredService<QueryCredentialsChange>()
        );
        return new WsAuthBuilder(services);
    }
}
