using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WsAuth.Options;
using WsAuth.Secrets;

namespace Gateway;

/// <summary>When the server listens: prints commands, ready to paste, that mint a token and connect.</summary>
internal sealed class Welcome(
    IServer server,
    SecretResolver secrets,
    WsAuthSettings settings,
    IHostApplicationLifetime lifetime,
    ILogger<Welcome> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is not null)
        {
            logger.LogInformation(
                "{Commands}",
                new PasteCommands(new Uri(address), secrets, settings.Current).ToString()
            );
        }
    }
}
