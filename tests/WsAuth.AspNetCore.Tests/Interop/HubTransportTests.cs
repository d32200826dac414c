using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>A hub that allows more than sockets lets its clients get round everything that watches sockets: it is warned about, and docs/signalr.md closes it.</summary>
public sealed class HubTransportTests
{
    [Theory]
    [InlineData(null, "LongPolling")]
    [InlineData(HttpTransportType.LongPolling, "LongPolling")]
    [InlineData(HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents, "ServerSentEvents")]
    [InlineData(HttpTransportType.WebSockets, null)]
    public async Task A_guarded_hub_that_allows_what_is_no_socket_is_warned_about_at_start(
        HttpTransportType? transports,
        string? named
    )
    {
        await using var host = await new HubService { Transports = transports }.StartAsync();

        var told = host.Logs.All.Where(entry => entry.Id.Name == "HubTransportsOpen").ToList();
        if (named is null)
        {
            Assert.Empty(told);
            return;
        }

        var warning = Assert.Single(told);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.StartsWith("The hub of /hub leaves ", warning.Message, StringComparison.Ordinal);
        Assert.Contains(named, warning.Message, StringComparison.Ordinal);
        Assert.Contains("options.Transports = HttpTransportType.WebSockets", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_nobody_guards_is_not_warned_about()
    {
        var service = new LiveService
        {
            Map = app => app.MapHub<HubService.StayingHub>("/hub"),
            Configure = builder => builder.Services.AddSingleton(new TaskCompletionSource()).AddSignalR(),
        };

        await using var host = await service.StartAsync();

        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Name == "HubTransportsOpen");
    }

    [NodeTheory]
    [InlineData(null, true)]
    [InlineData(HttpTransportType.WebSockets, false)]
    public async Task A_client_that_meets_a_full_limit_gets_in_by_falling_back_unless_sockets_alone_are_allowed(
        HttpTransportType? transports,
        bool isLetIn
    )
    {
        var service = new HubService { Transports = transports, ConnectionsPerSubject = 1 };
        await using var host = await service.StartAsync();
        var token = host.MintJwt("u7");
        using var first = await host.ConnectAsync("/hub", token);
        LiveService.WaitForConnections(host, 1);

        var outcome = await ClientScript.ConnectToHubAsync(host.Http("/hub"), token, ("TRANSPORT", "any"));

        Assert.Equal(isLetIn, outcome.Opened);
        Assert.Equal(
            isLetIn ? null : "Unable to connect to the server with any of the available transports.",
            outcome.Thrown?[..(outcome.Thrown.IndexOf('.', StringComparison.Ordinal) + 1)]
        );
        Assert.Contains(host.Logs.Handshakes, line => line.Id.Name == "too_many_connections");
        Assert.Equal(1, host.Services.GetRequiredService<LiveConnections>().Count);
    }
}
