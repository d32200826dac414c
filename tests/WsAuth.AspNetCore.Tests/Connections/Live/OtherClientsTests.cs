using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Sockets that were opened by a ticket, by Node, and by a hub.</summary>
public sealed class OtherClientsTests
{
    private const string EndOfRecord = "\u001e";

    [Fact]
    public async Task A_socket_of_a_ticket_lives_as_long_as_the_session_that_bought_the_ticket()
    {
        var clock = new ManualTimeProvider();
        await using var host = await TicketHost.StartAsync(clock: clock);
        var ticket = await host.AskForTicketAsync(MintFor(host, TimeSpan.FromMinutes(5)));
        clock.Advance(TimeSpan.FromSeconds(10));
        using var socket = await host.ConnectAsync(ticket.Path);

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("still here", await socket.AskAsync("still here"));
        clock.Advance(TimeSpan.FromSeconds(80));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Revoking_a_token_ends_the_sockets_of_its_tickets_and_leaves_a_fresh_ticket_unused()
    {
        await using var host = await TicketHost.StartAsync(clock: new ManualTimeProvider());
        var token = host.MintJwt("u1", content => content.TokenId = "t-1");
        var used = await host.AskForTicketAsync(token);
        var fresh = await host.AskForTicketAsync(token);
        using var socket = await host.ConnectAsync(used.Path);
        await socket.AskAsync("hello");

        Assert.Equal(
            1,
            await host.Services.GetRequiredService<LiveConnections>().RevokeAsync(Revocation.OfToken("t-1"))
        );

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        await host.ConnectInVainAsync(fresh.Path);
        await host.ConnectInVainAsync(fresh.Path);
        Assert.Equal(2, host.Logs.Handshakes.Count(entry => entry.Id.Name == "token_revoked"));
        Assert.DoesNotContain(host.Logs.Handshakes, entry => entry.Id.Name == "ticket_used");
    }

    [NodeFact]
    public async Task Node_sees_code_and_text()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.ReceiveAsync(new byte[64].AsMemory(), default);
                await socket.ReceiveAsync(new byte[64].AsMemory(), default);
            },
        };
        await using var host = await service.StartAsync();
        var connecting = ClientScript.ConnectByNodeAsync(host.WebSocket("/ws"), MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        var outcome = await connecting;

        Assert.Equal((4401, "expired_while_connected"), (outcome.Closed, outcome.Text));
    }

    [Fact]
    public async Task A_hub_behind_UseWebSockets_is_asked_to_close_as_every_other_endpoint_is()
    {
        var service = new LiveService
        {
            Map = app => app.MapHub<EchoHub>("/hub").RequireWsAuth(TokenKind.Jwt),
            Configure = builder => builder.Services.AddSignalR(),
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/hub", MintFor(host, TimeSpan.FromMinutes(5)));
        Assert.Equal("{}" + EndOfRecord, await socket.AskAsync("""{"protocol":"json","version":1}""" + EndOfRecord));
        Assert.True(Assert.Single(host.Services.GetRequiredService<LiveConnections>().List()).CanBeAsked);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
    }
}
