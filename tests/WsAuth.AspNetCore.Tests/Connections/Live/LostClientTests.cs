using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Clients that go without a word: by a reset, or so that nobody notices.</summary>
public sealed class LostClientTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_client_that_resets_its_connection_leaves_registry_and_places_at_once()
    {
        var service = new LiveService { Settings = { ["WsAuth:Limits:ConnectionsPerSubject"] = "1" } };
        await using var host = await service.StartAsync();
        var token = MintFor(host, TimeSpan.FromMinutes(5));
        for (var i = 0; i < 10; i++)
        {
            var client = await SilentClient.ConnectAsync(host, token);
            WaitForConnections(host, 1);
            client.Reset();
            WaitUntilEmpty(host);
            WaitUntilPlaceIsFree(host);
        }
    }

    [Fact]
    public async Task A_peer_that_has_vanished_is_held_to_the_end_of_its_session_and_the_grace_period_and_no_longer()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var client = await SilentClient.ConnectAsync(host, MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        WaitUntilEnding(host);
        service.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, host.Services.GetRequiredService<ConnectionRegistry>().Count);
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));

        WaitUntilEmpty(host);
        Assert.Null(await service.Left);
    }

    [Fact]
    public async Task With_a_KeepAliveTimeout_it_is_missed_long_before()
    {
        // Of the platform's own clock, on which no time has to pass but these.
        var service = new LiveService
        {
            Configure = builder =>
                builder.Services.Configure<WebSocketOptions>(options =>
                {
                    options.KeepAliveInterval = TimeSpan.FromMilliseconds(50);
                    options.KeepAliveTimeout = TimeSpan.FromMilliseconds(50);
                }),
        };
        await using var host = await service.StartAsync();
        using var client = await SilentClient.ConnectAsync(host, MintFor(host, TimeSpan.FromMinutes(5)));

        // What the handler sees is the platform's exception, as without WsAuth.
        Assert.NotNull(await service.Left);
        WaitUntilEmpty(host);
    }

    private static void WaitUntilPlaceIsFree(WsAuth.Testing.KestrelHost host)
    {
        var places = host.Services.GetRequiredService<WsAuth.AspNetCore.Limits.ConnectionPlaces>();
        WaitUntil(() => places.FindFault("u1", isClaimed: false) is null, "The place is not free again.");
    }
}
