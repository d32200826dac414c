using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Tests.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Limits;

/// <summary>No more sockets are open than the limits say, however many come at once, and a place is free again when its socket has ended.</summary>
public sealed class ConnectionLimitTests
{
    private const int Crowd = 64;

    private readonly LiveService _service = new()
    {
        Map = app =>
        {
            app.MapWsAuthTickets("/tickets");
            app.Map("/returns", (RequestDelegate)(_ => Task.CompletedTask)).RequireWsAuth(Tokens.TokenKind.Jwt);
            app.Map("/throws", (RequestDelegate)(_ => throw new InvalidOperationException("Before the accept.")))
                .RequireWsAuth(Tokens.TokenKind.Jwt);
        },
    };

    [Theory]
    [InlineData("ConnectionsPerSubject", true)]
    [InlineData("ConnectionsInAll", false)]
    public async Task Of_many_who_come_at_once_no_more_than_the_limit_are_let_in(string limit, bool isOneSubject)
    {
        _service.Settings[$"WsAuth:Limits:{limit}"] = "3";
        await using var host = await _service.StartAsync();
        var tokens = Enumerable.Range(0, Crowd).Select(i => host.MintJwt(isOneSubject ? "u1" : $"u{i}")).ToList();

        var sockets = await Task.WhenAll(tokens.Select(token => Task.Run(() => TryAsync(host, "/ws", token))));

        var open = sockets.Where(socket => socket.State == WebSocketState.Open).ToList();
        Assert.Equal(3, open.Count);
        Assert.All(
            sockets.Except(open),
            socket =>
            {
                Assert.Equal(
                    (HttpStatusCode.TooManyRequests, "too_many_connections", "5"),
                    (
                        socket.HttpStatusCode,
                        socket.GetHandshakeRefusal()?.Reason,
                        socket.HttpResponseHeaders!["Retry-After"].Single()
                    )
                );
            }
        );
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Theory]
    [InlineData("closed by the client")]
    [InlineData("cut off by the client")]
    [InlineData("ended by the server")]
    [InlineData("expired")]
    public async Task The_place_is_free_again_however_the_socket_ends(string how)
    {
        _service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "1";
        _service.Settings["WsAuth:Limits:ConnectionsInAll"] = "1";
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await socket.AskAsync("hello");
        Assert.Equal("too_many_connections", (await host.ConnectInVainAsync("/ws", host.MintJwt())).Reason);

        switch (how)
        {
            case "closed by the client":
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
                break;
            case "cut off by the client":
                socket.Abort();
                break;
            case "expired":
                _service.Clock.Advance(TimeSpan.FromDays(1));
                await LiveService.ReadCloseAsync(socket);
                break;
            default:
                await RevocationTests.Live(host).DisconnectAsync(_ => true);
                await LiveService.ReadCloseAsync(socket);
                break;
        }

        await AssertFreeAsync(host);
    }

    [Theory]
    [InlineData("/returns")]
    [InlineData("/throws")]
    public async Task A_handler_that_makes_no_socket_keeps_no_place(string path)
    {
        _service.Settings["WsAuth:Limits:ConnectionsInAll"] = "1";
        await using var host = await _service.StartAsync();

        using (await host.Http(path).GetAsync(host.MintJwt(), HostHandshakes.HandshakeHeaders)) { }

        await AssertFreeAsync(host);
    }

    [Fact]
    public async Task A_plain_request_needs_no_place()
    {
        _service.Settings["WsAuth:Limits:ConnectionsInAll"] = "1";
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal(200, (await AskForTicketAsync(host)).Status);
    }

    [Fact]
    public async Task Who_only_claims_to_be_somebody_takes_none_of_its_places()
    {
        _service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "1";
        await using var host = await _service.StartAsync();
        using var claimed = await host.ConnectAsync(
            "/ws",
            host.Variables.Get("EDGE_SECRET"),
            options => options.SetRequestHeader("X-Edge-Agent-Id", "edge_1")
        );
        await claimed.AskAsync("hello");
        Assert.True(Assert.Single(RevocationTests.Live(host).List()).IsSubjectClaimed);

        using var proven = await host.ConnectAsync("/ws", host.MintJwt("edge_1"));

        Assert.Equal("hello", await proven.AskAsync("hello"));
    }

    [Fact]
    public async Task A_ticket_that_comes_too_early_is_not_spent()
    {
        _service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "1";
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await socket.AskAsync("hello");
        var path = $"/ws?ticket={(await AskForTicketAsync(host)).Ticket}";
        Assert.Equal("too_many_connections", (await host.ConnectInVainAsync(path)).Reason);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        LiveService.WaitUntilEmpty(host);

        await AssertOpensAsync(host, path, null);
    }

    [Fact]
    public async Task After_a_first_message_the_socket_is_closed()
    {
        _service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = "1";
        await using var host = await _service.StartAsync();
        using var open = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        using var socket = await host.ConnectAsync("/first");

        await FirstMessageService.SendAsync(socket, FirstMessageService.Auth(host.MintJwt("u1")));

        Assert.Equal((4429, "too_many_connections"), await LiveService.ReadCloseAsync(socket));
        Assert.Contains(
            "has as many open as WsAuth:Limits:ConnectionsPerSubject lets it have: 1.",
            host.Logs.Handshakes.Single(entry => entry.Id.Name == "too_many_connections").Message,
            StringComparison.Ordinal
        );
    }

    private static Task<TicketAnswer> AskForTicketAsync(KestrelHost host) =>
        host.AskForTicketAsync(host.MintJwt(), """{"path":"/ws"}""", "/tickets");

    private static Task AssertFreeAsync(KestrelHost host) => AssertOpensAsync(host, "/ws", host.MintJwt());

    // The handler may still be on its way out when the client knows of the end.
    private static async Task AssertOpensAsync(KestrelHost host, string path, string? token)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var socket = await TryAsync(host, path, token);
            if (socket.State == WebSocketState.Open)
            {
                return;
            }

            Assert.Equal("too_many_connections", socket.GetHandshakeRefusal()?.Reason);
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<ClientWebSocket> TryAsync(KestrelHost host, string path, string? token)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        try
        {
            await socket.ConnectAsync(host.WebSocket(path), default);
        }
        catch (WebSocketException)
        {
            // Refused; the socket knows how.
        }

        return socket;
    }
}
