using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Who is watched, and that nobody is left behind.</summary>
public sealed class WatchedConnectionsTests
{
    [Fact]
    public async Task A_socket_of_the_raw_stream_can_only_be_aborted_and_the_log_says_so()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                context.Response.Headers.Upgrade = "websocket";
                context.Response.Headers.SecWebSocketAccept = AcceptOf(context.Request.Headers.SecWebSocketKey!);
                await using var stream = await context
                    .Features.GetRequiredFeature<IHttpUpgradeFeature>()
                    .UpgradeAsync();
                while (await stream.ReadAsync(new byte[64]) > 0) { }
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);
        Assert.False(Assert.Single(host.Services.GetRequiredService<ConnectionRegistry>().List()).CanBeAsked);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
        Assert.Contains("made from the raw stream", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_lost_leaves_nothing_behind()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
            await socket.AskAsync("hello");
            socket.Abort();
        }

        WaitUntilEmpty(host);
        service.Clock.Advance(TimeSpan.FromHours(1));

        Assert.DoesNotContain(host.Logs.Handshakes, entry => entry.Id.Name == "expired_while_connected");
    }

    [Fact]
    public async Task When_the_application_stops_its_clients_are_told_1001()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 20; i++)
        {
            sockets.Add(await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5))));
            await sockets[^1].AskAsync("hello");
        }

        var stopping = host.App.StopAsync();
        var closes = await Task.WhenAll(sockets.Select(ReadCloseAsync));
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(closes, close => Assert.Equal((1001, "server_stopping"), close));
        Assert.Contains("The application stops: 20 live connections are asked to close with 1001.", host.Logs.Messages);
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task What_waits_for_its_first_message_is_told_1001_too()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/first");

        var stopping = host.App.StopAsync();
        var close = await ReadCloseAsync(socket);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((1001, "server_stopping"), close);
        var refused = Assert.Single(host.Logs.Handshakes);
        Assert.Equal("authentication_timeout", refused.Id.Name);
        Assert.Contains("The application stops; ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_in_while_the_application_stops_is_told_so_too()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                context.RequestServices.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                await EchoEndpoint.RunAsync(context);
            },
        };
        await using var host = await service.StartAsync();

        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));

        Assert.Equal((1001, "server_stopping"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Two_doors_one_behind_the_other_watch_one_connection_by_the_inner_ones_decision()
    {
        var service = new LiveService { Map = app => app.UseWsAuth(TokenKind.Jwt) };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");
        Assert.Single(host.Services.GetRequiredService<ConnectionRegistry>().List());

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
        Assert.Equal(2, host.Logs.Handshakes.Count);
    }

    [Fact]
    public async Task A_thousand_sockets_that_end_together_are_all_told_4401()
    {
        const int Count = 1000;
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var token = MintFor(host, TimeSpan.FromMinutes(5));
        var sockets = new ClientWebSocket[Count];
        await Parallel.ForAsync(
            0,
            Count,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => sockets[i] = await host.ConnectAsync("/ws", token)
        );
        WaitForConnections(host, Count);
        var reading = sockets.Select(ReadCloseAsync).ToArray();

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.All(await Task.WhenAll(reading), close => Assert.Equal((4401, "expired_while_connected"), close));
        WaitUntilEmpty(host);
        Assert.Equal(Count, host.Logs.Handshakes.Count(entry => entry.Id.Name == "expired_while_connected"));
        Array.ForEach(sockets, socket => socket.Dispose());
    }

    // RFC 6455 §4.2.2; there is no other hash in it.
    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
