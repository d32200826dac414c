using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Who looks for the cause of a revoked caller finds one line of what was revoked, and in the caller's own line what helps against that.</summary>
public sealed class RevocationLogTests
{
    private const string OwnId = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Each_revocation_leaves_one_event_with_what_until_when_and_how_many_sockets()
    {
        await using var host = await new LiveService().StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");
        var now = host.Clock!.GetUtcNow();
        var live = RevocationTests.Live(host);

        await live.RevokeAsync(Revocation.OfSubject("u1\r\n"), TimeSpan.FromHours(1));
        await live.RevokeAsync(Revocation.OfSubjectBefore("u1", now.AddMinutes(1)), TimeSpan.MaxValue);
        await live.RevokeAsync(Revocation.OfToken(OwnId));
        await live.RevokeAsync(Revocation.OfKey("fp:000000000001"));

        Assert.Equal(
            [
                $"Revoked: subject \"u1\\u000d\\u000a\"; remembered until {now.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}. 0 open sockets of this process are asked to close.",
                $"Revoked: subject \"u1\", what was issued before {now.AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss'Z'}; remembered as long as the store is there. 1 open sockets of this process are asked to close.",
                $"Revoked: token {OwnId}; remembered as long as the store is there. 0 open sockets of this process are asked to close.",
                "Revoked: key fp:000000000001; remembered as long as the store is there. 0 open sockets of this process are asked to close.",
            ],
            host.Logs.All.Where(entry => entry.Id.Name == "Revoked").Select(entry => entry.Message)
        );
    }

    [Fact]
    public async Task A_token_that_was_taken_for_its_id_is_not_logged()
    {
        await using var host = await new LiveService().StartAsync();

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfToken(host.MintJwt("u1")));

        Assert.Contains(
            "token [withheld: ",
            Assert.Single(host.Logs.All, entry => entry.Id.Name == "Revoked").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_store_that_throws_is_told_by_an_event_of_its_own()
    {
        var service = new LiveService
        {
            Configure = builder =>
                builder.Services.AddSingleton<IRevocationStore>(provider => new InMemoryRevocationStore(
                    provider.GetRequiredService<TimeProvider>(),
                    capacity: 1
                )),
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");
        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("somebody"));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"))
        );

        var told = Assert.Single(host.Logs.All, entry => entry.Id.Name == "NotRevoked");
        Assert.Equal(LogLevel.Error, told.Level);
        Assert.Equal(
            "Not revoked: subject \"u1\"; the store of revocations threw InvalidOperationException. 1 open sockets of this process are asked to close, and may come back.",
            told.Message
        );
    }

    [Theory]
    [InlineData("token", true)]
    [InlineData("subject", false)]
    [InlineData("before", true)]
    public async Task The_callers_lines_say_whether_a_new_sign_in_helps_and_it_does(string by, bool helps)
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var token = host.MintJwt("u1", content => content.TokenId = "t-1");
        using var socket = await host.ConnectAsync("/ws", token);
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromSeconds(1));

        await RevocationTests
            .Live(host)
            .RevokeAsync(
                by switch
                {
                    "token" => Revocation.OfToken("t-1"),
                    "subject" => Revocation.OfSubject("u1"),
                    _ => Revocation.OfSubjectBefore("u1", service.Clock.GetUtcNow()),
                }
            );

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        await host.ConnectInVainAsync("/ws", token);
        var lines = host
            .Logs.Handshakes.Where(entry => entry.Id.Name is "revoked_while_connected" or "token_revoked")
            .ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(
            lines,
            line =>
                Assert.Contains(
                    helps ? "Fix: Have the caller sign in again: " : "Fix: A new sign-in does not help: ",
                    line.Message,
                    StringComparison.Ordinal
                )
        );
        var again = host.MintJwt("u1", content => content.TokenId = "t-2");
        if (helps)
        {
            using var back = await host.ConnectAsync("/ws", again);
            Assert.Equal("hello", await back.AskAsync("hello"));
        }
        else
        {
            await host.ConnectInVainAsync("/ws", again);
        }
    }
}
