using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>An open socket is prolonged by a new credential of the caller that opened it, and by nothing else.</summary>
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
    public async Task A_refresh_is_logged_under_the_attempt_of_the_handshake_and_so_is_a_refused_one()
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
        Assert.Equal(Only(host).AttemptId, accepted.Values["AttemptId"]);
        Assert.Equal(Only(host).AttemptId, refused.Values["AttemptId"]);
    }

    [Fact]
    public async Task A_wrong_credential_changes_nothing()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        await using var stranger = await new LiveService().StartAsync();
        var expired = MintFor(host, TimeSpan.FromMinutes(1));
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        var connection = Only(host);
        var before = connection.Decision;

        foreach (
            var (credential, reason) in new (string, string?)[]
            {
                (MintFor(host, TimeSpan.FromHours(1), "u2"), "subject_mismatch"),
                (expired, "token_expired"),
                (MintFor(stranger, TimeSpan.FromHours(1)), "key_unknown"),
                ("", null),
                ("nonsense", "secret_mismatch"),
                (host.MintJwt("u1", content => content.Issuer = "https://other.example"), "subject_mismatch"),
                (MintEdge(host, "u1"), "subject_mismatch"),
            }
        )
        {
            var decision = await Live(host).RefreshAsync(connection, credential);
            Assert.False(decision!.IsAccepted);
            Assert.Equal(reason ?? decision.Refusal!.Reason.Code, decision.Refusal!.Reason.Code);
            Assert.Same(before, connection.Decision);
        }

        service.Clock.Advance(TimeSpan.FromMinutes(3) + Skew);
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task What_only_claims_to_be_the_caller_does_not_prolong_a_proven_socket()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var proven = await host.ConnectAsync("/ws", MintEdge(host, "edge_1"));
        await proven.AskAsync("hello");
        var connection = Only(host);
        var refresh = host.Services.GetRequiredService<ConnectionRefresh>();
        var secret = $"Bearer {host.Variables.Get("EDGE_SECRET")}";

        var decision = await refresh.RefreshAsync(connection, secret, "edge_1", default);

        Assert.Equal("subject_mismatch", decision!.Refusal?.Reason.Code);
        Assert.NotNull(connection.Until);
    }

    [Fact]
    public async Task An_agent_of_the_shared_secret_moves_to_an_edge_token_of_its_own_and_gets_an_end()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync(
            "/ws",
            host.Variables.Get("EDGE_SECRET"),
            options => options.SetRequestHeader("X-Edge-Agent-Id", "edge_1")
        );
        await socket.AskAsync("hello");

        var other = await Live(host).RefreshAsync(Only(host), MintEdge(host, "edge_2"));
        Assert.Equal("subject_mismatch", other!.Refusal?.Reason.Code);
        Assert.True((await Live(host).RefreshAsync(Only(host), host.Variables.Get("EDGE_SECRET")!))!.IsAccepted);
        Assert.True((await Live(host).RefreshAsync(Only(host), MintEdge(host, "edge_1")))!.IsAccepted);

        Assert.False(Only(host).IsSubjectClaimed);
        service.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task The_endpoints_policies_are_asked_about_the_new_principal()
    {
        var service = new LiveService
        {
            Map = app =>
            {
                app.Map("/members", EchoEndpoint.RunAsync)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy => policy.RequireClaim("member", "yes"));
                app.Map("/first-members", EchoEndpoint.RunAsync)
                    .RequireWsAuth(options =>
                    {
                        options.Kinds = [TokenKind.Jwt];
                        options.FirstMessage = true;
                    })
                    .RequireAuthorization(policy => policy.RequireClaim("member", "yes"));
            },
        };
        await using var host = await service.StartAsync();
        var member = host.MintJwt("u1", content => content.Claims["member"] = "yes");
        using var socket = await host.ConnectAsync("/members", member);
        using var first = await host.ConnectAsync("/first-members");
        await first.AskAsync(FirstMessageService.Auth(member));
        await socket.AskAsync("hello");
        await first.AskAsync("hello");

        foreach (var connection in Live(host).List())
        {
            var refused = await Live(host).RefreshAsync(connection, host.MintJwt("u1"));
            Assert.Equal("not_authorized", refused!.Refusal?.Reason.Code);
            Assert.True((await Live(host).RefreshAsync(connection, member))!.IsAccepted);
        }

        Assert.Equal(2, Live(host).Count);
    }

    [Fact]
    public async Task What_is_revoked_prolongs_nothing_and_a_refreshed_socket_is_revoked_by_its_new_token()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1", content => content.TokenId = "t-1"));
        await socket.AskAsync("hello");
        await Live(host).RevokeAsync(Revocation.OfToken("t-0"));

        var refused = await Live(host).RefreshAsync(Only(host), host.MintJwt("u1", content => content.TokenId = "t-0"));
        Assert.Equal("token_revoked", refused!.Refusal?.Reason.Code);
        await Live(host).RefreshAsync(Only(host), host.MintJwt("u1", content => content.TokenId = "t-2"));

        Assert.Equal(0, await Live(host).RevokeAsync(Revocation.OfToken("t-1")));
        Assert.Equal(1, await Live(host).RevokeAsync(Revocation.OfToken("t-2")));
        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Of_a_refresh_and_the_end_that_meet_one_wins_as_a_whole()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
            await socket.AskAsync("hello");
            var connection = Only(host);
            var longer = MintFor(host, TimeSpan.FromHours(1));
            service.Clock.Advance(Five + Skew - TimeSpan.FromMilliseconds(5));

            var ending = Task.Run(() => service.Clock.Advance(TimeSpan.FromMilliseconds(10)));
            var decision = await Live(host).RefreshAsync(connection, longer);
            await ending;

            if (decision is null)
            {
                Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
            }
            else
            {
                Assert.True(decision.IsAccepted);
                service.Clock.Advance(TimeSpan.FromMinutes(10));
                Assert.Equal("still here", await socket.AskAsync("still here"));
                Assert.False(connection.IsEnding);
                await Live(host).DisconnectAsync(_ => true);
                await ReadCloseAsync(socket);
            }

            WaitUntilEmpty(host);
        }
    }

    [Fact]
    public async Task A_due_end_that_comes_after_the_refresh_ends_nothing_and_a_refresh_after_the_end_is_none()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
        await socket.AskAsync("hello");
        var schedule = host.Services.GetRequiredService<ExpirySchedule>();
        var connection = Only(host);

        // What the schedule does when the end is due: takes it out, and calls later.
        schedule.Remove(connection);
        Assert.True((await Live(host).RefreshAsync(connection, MintFor(host, TimeSpan.FromHours(1))))!.IsAccepted);
        schedule.Due(connection);

        Assert.False(connection.IsEnding);
        Assert.Equal("still here", await socket.AskAsync("still here"));
        schedule.Remove(connection);
        schedule.Due(connection);
        Assert.True(connection.IsEnding);
        Assert.Null(await Live(host).RefreshAsync(connection, MintFor(host, TimeSpan.FromHours(2))));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
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

    private static string MintEdge(KestrelHost host, string agent) =>
        LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken(agent, "+1555").DangerousGetText());

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
