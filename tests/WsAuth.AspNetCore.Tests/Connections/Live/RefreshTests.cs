using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>An open socket is prolonged by a new credential of the caller that opened it.</summary>
public sealed class RefreshTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("/ws")]
    [InlineData("/lean")]
    public async Task A_refreshed_socket_outlives_its_first_end_and_is_closed_at_the_new_one(string path)
    {
        var service = new LiveService { Map = MapLean };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync(path, MintFor(host, Five));
        await socket.AskAsync("hello");
        var connection = Only(host);
        var (decision, principal) = (connection.Decision, connection.Principal);
        service.Clock.Advance(TimeSpan.FromMinutes(4));

        var refreshed = await Live(host).RefreshAsync(connection, MintFor(host, TimeSpan.FromMinutes(10)));

        Assert.True(refreshed!.IsAccepted);
        Assert.Same(refreshed, connection.Decision);
        Assert.NotSame(decision, connection.Decision);
        Assert.NotSame(principal, connection.Principal);
        Assert.Equal(service.Clock.GetUtcNow() + TimeSpan.FromMinutes(10) + Skew, connection.Until);
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("still here", await socket.AskAsync("still here"));
        service.Clock.Advance(Skew);
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task A_refresh_is_logged_with_the_attempt_of_the_handshake_and_so_is_a_refused_one()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
        await socket.AskAsync("hello");

        await Live(host).RefreshAsync(Only(host), MintFor(host, TimeSpan.FromMinutes(10)));
        await Live(host).RefreshAsync(Only(host), MintFor(host, Five, "u2"));

        var accepted = Assert.Single(host.Logs.Handshakes, entry => entry.Id.Name == "connection_refreshed");
        var refused = Assert.Single(host.Logs.Handshakes, entry => entry.Id.Name == "subject_mismatch");
        Assert.StartsWith(
            "WebSocket connection refreshed: \"u1\" at /ws, session ends 2026-11-20 12:10:00Z [attempt ",
            accepted.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "WebSocket connection refresh refused: subject_mismatch at /ws by WsAuth; ",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Only(host).AttemptId, accepted.Values["ConnectionAttemptId"]);
        Assert.Equal(Only(host).AttemptId, refused.Values["ConnectionAttemptId"]);
        Assert.NotEqual(accepted.Values["AttemptId"], refused.Values["AttemptId"]);
    }

    [Fact]
    public async Task The_handler_refreshes_its_own_socket()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                Assert.Null(context.GetLiveConnection());
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var live = context.RequestServices.GetRequiredService<LiveConnections>();
                var decision = await live.RefreshAsync(context.GetLiveConnection()!, await socket.HearAsync());
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(decision!.ToString()),
                    WebSocketMessageType.Text,
                    true,
                    default
                );
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));

        Assert.Equal("accepted jwt", await socket.AskAsync(MintFor(host, TimeSpan.FromHours(1))));
    }

    internal static LiveConnections Live(KestrelHost host) => host.Services.GetRequiredService<LiveConnections>();

    internal static LiveConnection Only(KestrelHost host) => Assert.Single(Live(host).List());

    private static void MapLean(WebApplication app) =>
        app.Map(
            "/lean",
            (IApplicationBuilder branch) =>
            {
                branch.UseWsAuth(TokenKind.Jwt);
                branch.Run(EchoEndpoint.RunAsync);
            }
        );
}
