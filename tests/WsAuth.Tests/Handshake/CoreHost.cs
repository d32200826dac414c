using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.Tests.Handshake;

/// <summary>The core in a container, as a host registers it, with variables, clock and logs of its own.</summary>
internal sealed class CoreHost : IDisposable
{
    private readonly ServiceProvider _services;

    public CoreHost(params (string Name, string Value)[] settings)
        : this(_ => { }, settings) { }

    public CoreHost(Action<IServiceCollection> register, params (string Name, string Value)[] settings)
    {
        Variables["JWT_SECRET_KEY"] = JwtSecret;
        Variables["EDGE_SECRET"] = EdgeSecret;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create("WsAuth:" + setting.Name, (string?)setting.Value))
            )
            .Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<IEnvironmentVariables>(Variables);
        services.AddSingleton<TimeProvider>(Clock);
        services.Configure<WsAuthOptions>(options => options.ReadFrom(configuration));
        services.AddWsAuthCore(_ => "Production");
        register(services);
        _services = services.BuildServiceProvider();
    }

    public TestVariables Variables { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public string JwtSecret { get; } = TestSecrets.Hex();

    public string EdgeSecret { get; } = TestSecrets.Hex();

    public SecretResolver Secrets => _services.GetRequiredService<SecretResolver>();

    public IServiceProvider Services => _services;

    public HandshakeAuthenticator Authenticator => _services.GetRequiredService<HandshakeAuthenticator>();

    public string SignJwt(string payload = HandmadeJwt.Payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, HandmadeJwt.At(payload, Clock.GetUtcNow()), Encoding.UTF8.GetBytes(JwtSecret));

    public Task<HandshakeDecision> DecideAsync(HandshakeRequest request, params TokenKind[] kinds) =>
        DecideAsync(request, new HandshakeRequirements(kinds.Length == 0 ? [TokenKind.Jwt] : kinds));

    public async Task<HandshakeDecision> DecideAsync(HandshakeRequest request, HandshakeRequirements requirements)
    {
        var decision = await Authenticator.AuthenticateAsync(request, requirements, CancellationToken.None);
        LeakWatch.Observe(decision.ToString());
        LeakWatch.Observe(decision.Refusal?.Explanation);
        LeakWatch.Observe(decision.Refusal?.EffectiveFix);
        return decision;
    }

    public void Dispose() => _services.Dispose();
}
