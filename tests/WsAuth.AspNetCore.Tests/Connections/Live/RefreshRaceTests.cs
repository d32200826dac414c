using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RefreshTests;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A refresh and the end of the session may meet: the one or the other holds, as a whole.</summary>
public sealed class RefreshRaceTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

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
            var decision = await RefreshTests.Live(host).RefreshAsync(connection, longer);
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
                await RefreshTests.Live(host).DisconnectAsync(_ => true);
                await ReadCloseAsync(socket);
            }

            WaitUntilEmpty(host);
        }
    }

    [Fact]
    public async Task A_socket_that_ends_while_the_new_credential_is_judged_is_not_prolonged()
    {
        KestrelHost? host = null;
        var service = new LiveService
        {
            Map = app =>
                app.Map("/asked", EchoEndpoint.RunAsync)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy =>
                        policy.RequireAssertion(async asked =>
                        {
                            if (asked.User.HasClaim("jti", "t-2"))
                            {
                                await RefreshTests.Live(host!).DisconnectAsync(_ => true, 4000, "moved");
                            }

                            return true;
                        })
                    ),
        };
        await using var started = host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/asked", MintFor(host, Five));
        await socket.AskAsync("hello");
        var connection = Only(host);
        var before = connection.Decision;

        var decision = await RefreshTests
            .Live(host)
            .RefreshAsync(connection, host.MintJwt("u1", content => content.TokenId = "t-2"));

        Assert.Null(decision);
        Assert.Same(before, connection.Decision);
        Assert.Equal((4000, "moved"), await ReadCloseAsync(socket));
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
        Assert.True(
            (await RefreshTests.Live(host).RefreshAsync(connection, MintFor(host, TimeSpan.FromHours(1))))!.IsAccepted
        );
        schedule.Due(connection);

        Assert.False(connection.IsEnding);
        Assert.Equal("still here", await socket.AskAsync("still here"));
        schedule.Remove(connection);
        schedule.Due(connection);
        Assert.True(connection.IsEnding);
        Assert.Null(await RefreshTests.Live(host).RefreshAsync(connection, MintFor(host, TimeSpan.FromHours(2))));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }
}
