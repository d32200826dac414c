using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Options;
using WsAuth.Secrets;

namespace WsAuth.Testing;

/// <summary>
/// A real application on a real Kestrel at a free loopback port, with its own configuration, variables, clock and logs, so that
/// tests run side by side.
/// </summary>
public sealed class KestrelHost : IAsyncDisposable
{
    private KestrelHost(WebApplication app, RecordingLogs logs, TestVariables variables, ManualTimeProvider? clock)
    {
        App = app;
        Logs = logs;
        Variables = variables;
        Clock = clock;
        if (app.Services.GetService<HandshakeRecorder>() is { } recorder)
        {
            logs.IsSettled = () => recorder.Underway == 0;
        }
    }

    public WebApplication App { get; }

    public RecordingLogs Logs { get; }

    public TestVariables Variables { get; }

    /// <summary>The host's clock, where it is a manual one.</summary>
    public ManualTimeProvider? Clock { get; }

    public IServiceProvider Services => App.Services;

    /// <summary>The address, for example <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Address =>
        new(
            App.Services.GetRequiredService<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.First()
        );

    /// <summary>The WebSocket URL of a path.</summary>
    public Uri WebSocket(string pathAndQuery) =>
        new(Address.ToString().Replace("http:", "ws:", StringComparison.Ordinal).TrimEnd('/') + pathAndQuery);

    /// <summary>The HTTP URL of a path, which is sent exactly as it is written.</summary>
    public Uri Http(string pathAndQuery) =>
        new(
            Address.ToString().TrimEnd('/') + pathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );

    public static Task<KestrelHost> StartAsync(
        Action<WebApplication> map,
        IDictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<WebApplicationBuilder>? configure = null,
        ManualTimeProvider? clock = null,
        TestVariables? variables = null
    ) => StartAsync(Build(map, settings, environment, configure, clock, variables));

    /// <summary>Builds without starting: a host whose start is expected to fail.</summary>
    public static KestrelHost Build(
        Action<WebApplication> map,
        IDictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<WebApplicationBuilder>? configure = null,
        ManualTimeProvider? clock = null,
        TestVariables? variables = null
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var logs = new RecordingLogs();
        variables ??= new TestVariables();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());

        // Tests send bad credentials by the hundred, from one address and while the clock stands still; those about the limit set it.
        builder.Services.Configure<WsAuthOptions>(options => options.Limits.FailedAttempts = 0);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton<IEnvironmentVariables>(variables);
        if (clock is not null)
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
        }

        if (configure is null)
        {
            builder.Services.AddWsAuth(builder.Configuration);
        }
        else
        {
            configure(builder);
        }

        var app = builder.Build();
        map(app);
        return new KestrelHost(app, logs, variables, clock);
    }

    public async Task StartAsync() => await App.StartAsync();

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    private static async Task<KestrelHost> StartAsync(KestrelHost host)
    {
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
