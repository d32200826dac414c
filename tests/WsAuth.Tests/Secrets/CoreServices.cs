using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.Testing;

namespace WsAuth.Tests.Secrets;

/// <summary>The core as a host registers it, with code sources.</summary>
internal sealed class CoreServices : IDisposable
{
    private readonly ServiceProvider _provider;

    public CoreServices(
        string? hostEnvironment = "Production",
        string? order = null,
        IConfiguration? configuration = null,
        TestVariables? variables = null,
        params CodeSecretSource[] sources
    )
    {
        configuration ??= new ConfigurationBuilder()
            .AddInMemoryCollection([new("WsAuth:Secrets:jwt:Order", order)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IEnvironmentVariables>(variables ?? new TestVariables());
        foreach (var source in sources)
        {
            services.AddSingleton(source);
        }

        services.AddWsAuthCore(_ => hostEnvironment);
        services.AddOptions<WsAuthOptions>().Configure(options => options.ReadFrom(configuration));
        _provider = services.BuildServiceProvider();
    }

    public RecordingLogs Logs { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public SecretResolver Secrets => _provider.GetRequiredService<SecretResolver>();

    public SecretRing Ring => Secrets.GetRing("jwt");

    public void Dispose() => _provider.Dispose();
}
