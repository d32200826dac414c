using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>An application asks about its open sockets from time to time: still a member?</summary>
public sealed class RevalidationTests
{
    [Fact]
    public async Task Who_is_allowed_stays_and_who_is_not_any_more_is_closed_4403()
    {
        var members = new ConcurrentDictionary<string, bool> { ["u1"] = true, ["u2"] = true };
        var service = new RevalidatingService
        {
            Answer = (connection, _) => new(members.ContainsKey(connection.Subject)),
        };
        await using var host = await service.StartAsync();
        using var leaving = await ConnectAsync(host, "u1");
        using var staying = await ConnectAsync(host, "u2");
        service.PassInterval(host);
        Assert.Equal(2, service.Asked.Count);
        members.TryRemove("u1", out _);

        service.PassInterval(host);

        Assert.Equal((4403, "not_authorized"), await ReadCloseAsync(leaving));
        Assert.Equal("still here", await staying.AskAsync("still here"));
        WaitForConnections(host, 1);
        var ended = Assert.Single(host.Logs.Handshakes, entry => entry.Id.Name == "not_authorized");
        Assert.Contains(
            "WebSocket connection ended: not_authorized at /ws by WsAuth; ",
            ended.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "; The application's revalidation does not allow the open socket any more. Its StillMember says no to the open socket of subject \"u1\". Fix: Nothing, where that is meant: otherwise look at what StillMember asks.",
            ended.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_socket_has_its_turn_once_an_interval_and_they_are_spread_over_it()
    {
        const int Count = 40;
        var turns = new ConcurrentQueue<(string Subject, DateTimeOffset At)>();
        var service = new RevalidatingService();
        await using var host = await service.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => ConnectAsync(host, $"u{i}")));
        WaitForConnections(host, Count);
        host.Services.GetRequiredService<RevalidationSchedule>().Due = connection =>
            turns.Enqueue((connection.Subject, service.Service.Clock.GetUtcNow()));

        service.PassInterval(host);
        service.PassInterval(host);

        Assert.Equal(2 * Count, turns.Count);
        foreach (var own in turns.GroupBy(turn => turn.Subject))
        {
            Assert.Equal(RevalidatingService.Interval, own.Last().At - own.First().At);
        }

        Assert.True(turns.GroupBy(turn => turn.At).Max(moment => moment.Count()) <= 3, "Too many have one turn.");
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task No_more_than_sixteen_are_asked_about_at_a_time()
    {
        const int Count = 20;
        var gate = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new RevalidatingService { Answer = (_, _) => new(gate.Task) };
        service.Service.Settings["WsAuth:Connections:RevalidationTimeout"] = "00:01:00";
        await using var host = await service.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => ConnectAsync(host, $"u{i}")));
        WaitForConnections(host, Count);

        service.Service.Clock.Advance(RevalidatingService.Interval - TimeSpan.FromSeconds(5));
        WaitUntil(
            () => service.Asked.Count == ConnectionRevalidation.MostAtOnce,
            $"{service.Asked.Count} are asked about."
        );
        Assert.Equal(ConnectionRevalidation.MostAtOnce, service.Asked.Count);
        gate.SetResult(true);

        WaitUntil(() => service.Asked.Count > ConnectionRevalidation.MostAtOnce, "The others are not asked about.");
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task A_no_about_credentials_that_were_replaced_meanwhile_is_asked_again_with_the_new_principal()
    {
        KestrelHost? host = null;
        var service = new RevalidatingService
        {
            Answer = async (connection, cancellationToken) =>
            {
                if (connection.Principal.Identity!.Name == "after")
                {
                    return true;
                }

                var live = host!.Services.GetRequiredService<LiveConnections>();
                var renewed = MintNamed(host, "after");
                return (await live.RefreshAsync(connection, renewed, cancellationToken))!.Refusal is not null;
            },
        };
        service.Service.Settings["WsAuth:Jwt:NameClaim"] = "name";
        await using var started = host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintNamed(host, "before"));
        await socket.AskAsync("hello");

        service.PassInterval(host);

        Assert.Equal(["before", "after"], service.Asked);
        Assert.Equal("still here", await socket.AskAsync("still here"));
    }

    [Fact]
    public async Task Switched_off_nobody_is_asked()
    {
        var service = new RevalidatingService();
        service.Service.Settings["WsAuth:Connections:RevalidationInterval"] = "00:00:00";
        await using var host = await service.StartAsync();
        using var socket = await ConnectAsync(host, "u1");

        service.Service.Clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal("still here", await socket.AskAsync("still here"));
        Assert.Empty(service.Asked);
    }

    private static string MintNamed(KestrelHost host, string name) =>
        host.MintJwt("u1", content => content.Claims["name"] = name);

    internal static async Task<System.Net.WebSockets.ClientWebSocket> ConnectAsync(KestrelHost host, string subject)
    {
        var socket = await host.ConnectAsync(
            "/ws",
            host.MintJwt(subject, content => content.Lifetime = TimeSpan.FromDays(1))
        );
        Assert.Equal("hello", await socket.AskAsync("hello"));
        return socket;
    }
}
