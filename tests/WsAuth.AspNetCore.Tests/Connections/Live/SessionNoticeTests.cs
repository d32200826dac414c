using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>By option a client is told how long it has.</summary>
public sealed class SessionNoticeTests
{
    private const string Header = "X-WsAuth-Session-Expires-In";

    [Theory]
    [InlineData("/ws")]
    [InlineData("/lean")]
    public async Task The_answer_of_the_handshake_tells_it_in_seconds_whatever_the_wall_clock_says(string path)
    {
        var service = Service();
        await using var host = await service.StartAsync();
        var token = SessionEndTests.MintFor(host, TimeSpan.FromMinutes(10));
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        using var socket = await host.ConnectAsync(path, token);

        Assert.Equal(["540"], socket.HttpResponseHeaders![Header]);
    }

    [Fact]
    public async Task Where_nobody_said_so_nobody_is_told()
    {
        var service = Service(isTold: false);
        await using var host = await service.StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        var ticket = await host.AskForTicketAsync(host.MintJwt());

        Assert.DoesNotContain(Header, socket.HttpResponseHeaders!.Keys);
        Assert.False(ticket.Json.TryGetProperty("session_expires_in", out _));
    }

    [Fact]
    public async Task A_session_without_an_end_has_none_to_tell()
    {
        var service = Service();
        await using var host = await service.StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.Variables.Get("EDGE_SECRET"));

        Assert.DoesNotContain(Header, socket.HttpResponseHeaders!.Keys);
    }

    [Fact]
    public async Task A_stranger_is_told_nothing_nor_who_waits_for_its_first_message()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        using var refused = new ClientWebSocket();
        refused.Options.CollectHttpResponseDetails = true;
        refused.Options.SetRequestHeader("Authorization", $"Bearer {host.MintJwt()[..^4]}AAAA");

        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(host.WebSocket("/ws"), default));
        using var waiting = await host.ConnectAsync("/first");

        Assert.DoesNotContain(Header, refused.HttpResponseHeaders!.Keys);
        Assert.DoesNotContain(Header, waiting.HttpResponseHeaders!.Keys);
    }

    [Fact]
    public async Task Where_an_inner_door_refuses_what_the_outer_one_wrote_is_taken_back()
    {
        var service = new LiveService
        {
            Map = app =>
            {
                app.UseWsAuth(TokenKind.Jwt);
                app.Map("/edge", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.EdgeToken);
            },
        };
        service.Settings["WsAuth:Connections:TellSessionEnd"] = "true";
        await using var host = await service.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {host.MintJwt()}");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/edge"), default));

        Assert.DoesNotContain(Header, socket.HttpResponseHeaders!.Keys);
    }

    [Fact]
    public async Task A_browser_reads_it_in_the_answer_that_has_its_ticket()
    {
        var service = Service();
        await using var host = await service.StartAsync();

        var answer = await host.AskForTicketAsync(SessionEndTests.MintFor(host, TimeSpan.FromMinutes(10)));
        service.Clock.Advance(TimeSpan.FromSeconds(20));
        using var socket = await host.ConnectAsync(answer.Path);

        Assert.Equal(600, answer.Json.GetProperty("session_expires_in").GetInt64());
        Assert.Equal(["580"], socket.HttpResponseHeaders![Header]);
    }

    private static LiveService Service(bool isTold = true)
    {
        var service = new LiveService
        {
            Map = app =>
            {
                app.MapWsAuthTickets("/auth/ws-ticket");
                app.Map(
                    "/lean",
                    branch =>
                    {
                        branch.UseWsAuth(TokenKind.Jwt);
                        branch.Run(EchoEndpoint.RunAsync);
                    }
                );
            },
        };
        if (isTold)
        {
            service.Settings["WsAuth:Connections:TellSessionEnd"] = "true";
        }

        return service;
    }
}
