using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Limits;

/// <summary>As whose a socket is counted, and that it is counted once.</summary>
public sealed class PlaceOwnerTests
{
    [Fact]
    public async Task Behind_two_doors_a_socket_takes_one_place_and_gives_it_back()
    {
        var service = new LiveService { Map = app => app.UseWsAuth(TokenKind.Jwt) };
        service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "2";
        await using var host = await service.StartAsync();
        for (var round = 0; round < 2; round++)
        {
            using var first = await host.ConnectAsync("/ws", host.MintJwt());
            using var second = await host.ConnectAsync("/ws", host.MintJwt());
            Assert.Equal("too_many_connections", (await host.ConnectInVainAsync("/ws", host.MintJwt())).Reason);

            first.Abort();
            second.Abort();
            WaitUntilFree(host);
        }
    }

    [Fact]
    public async Task Who_names_nobody_is_nobodys_second_socket_and_counts_in_all()
    {
        var service = new LiveService();
        service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "1";
        service.Settings["WsAuth:Limits:ConnectionsInAll"] = "2";
        await using var host = await service.StartAsync();
        var secret = host.Variables.Get("EDGE_SECRET");

        using var first = await host.ConnectAsync("/ws", secret);
        using var second = await host.ConnectAsync("/ws", secret);

        Assert.Equal("hello", await second.AskAsync("hello"));
        Assert.Equal("too_many_connections", (await host.ConnectInVainAsync("/ws", secret)).Reason);
    }

    // The place is given back when the handler has ended, which is when the socket leaves the registry or a moment later.
    private static void WaitUntilFree(KestrelHost host)
    {
        LiveService.WaitUntilEmpty(host);
        var places = host.Services.GetRequiredService<ConnectionPlaces>();
        LiveService.WaitUntil(() => places.FindFault("u1", isClaimed: false) is null, "The places are not free again.");
    }
}
