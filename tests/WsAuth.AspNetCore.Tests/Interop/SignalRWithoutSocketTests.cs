using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>The end of a session over server-sent events and long polling, where there is no socket to watch. docs/signalr.md says what is seen here.</summary>
public sealed class SignalRWithoutSocketTests
{
    private static readonly (string, string?) Stay = ("STAY", "1");

    [NodeTheory]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task By_option_SignalR_ends_it_and_knows_the_end_from_the_scheme(string transport)
    {
        // SignalR goes by the system's clock and looks once a second: by that one this session ended long ago, by ours it has just begun.
        var service = new HubService
        {
            Clock = new ManualTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            IsEndedBySignalR = true,
        };
        await using var host = await service.StartAsync();

        var outcome = await ConnectAsync(host, transport);

        // The client is told nothing of why.
        Assert.Equal((null, null), (outcome.Closed, outcome.Text));
        Assert.Contains(host.Logs.All, entry => entry.Id.Name == "AuthenticationExpired");
        Assert.DoesNotContain(host.Logs.Handshakes, entry => entry.Id.Name == "token_expired");
    }

    [NodeFact]
    public async Task A_poll_after_the_end_is_refused_and_the_client_stops()
    {
        var service = new HubService();
        await using var host = await service.StartAsync();
        var connecting = ConnectAsync(host, "LongPolling");
        await Task.WhenAny(service.Stayed, connecting);

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        await host
            .Services.GetRequiredService<IHubContext<HubService.StayingHub>>()
            .Clients.All.SendAsync("answers the poll that waits");
        var outcome = await connecting;

        Assert.Equal("u7", outcome.Answer);
        LiveService.WaitUntil(
            () => host.Logs.Handshakes.Any(entry => entry.Id.Name == "token_expired"),
            "The poll was not refused."
        );
    }

    private static Task<ConnectOutcome> ConnectAsync(KestrelHost host, string transport) =>
        ClientScript.ConnectToHubAsync(host.Http("/hub"), host.MintJwt("u7"), ("TRANSPORT", transport), Stay);
}
