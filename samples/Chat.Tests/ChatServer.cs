using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;

namespace Chat.Tests;

/// <summary>The Chat, as it is, on a real Kestrel at a loopback port, with a clock that tests move.</summary>
internal sealed class ChatServer : WebApplicationFactory<Program>
{
    private readonly string _secret;
    private readonly (string Name, string Value)[] _settings;

    public ChatServer(int port = 0, string? secret = null, params (string Name, string Value)[] settings)
    {
        _secret = secret ?? TestSecrets.Hex();
        _settings = settings;
        UseKestrel(port);
        StartServer();
    }

    public Uri Address => ClientOptions.BaseAddress;

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Staging");
        builder.UseSetting("WsAuth:Secrets:jwt:Order", "config:Tests:Jwt");
        builder.UseSetting("Tests:Jwt", _secret);
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs));
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
