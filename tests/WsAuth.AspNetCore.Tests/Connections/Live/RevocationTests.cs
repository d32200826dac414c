using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>What is revoked is refused at the door, and closed behind it.</summary>
public sealed class RevocationTests
{
    [Theory]
    [InlineData("/ws")]
    [InlineData("/lean")]
    public async Task By_token_id_the_open_socket_is_closed_4403_and_the_token_is_refused(string path)
    {
        var service = new LiveService { Map = MapLean };
        await using var host = await service.StartAsync();
        var token = host.MintJwt("u1", content => content.TokenId = "t-1");
        var other = host.MintJwt("u1", content => content.TokenId = "t-2");
        using var socket = await host.ConnectAsync(path, token);
        using var another = await host.ConnectAsync(path, other);
        await socket.AskAsync("hello");
        await another.AskAsync("hello");

        Assert.Equal(1, await Live(host).RevokeAsync(Revocation.OfToken("t-1")));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        Assert.Equal("still here", await another.AskAsync("still here"));
        var refusal = await host.ConnectInVainAsync(path, token);
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), (refusal.Status, refusal.Reason));
        Assert.Contains(host.Logs.Handshakes, entry => entry.Id.Name == "token_revoked");
        Assert.Contains(host.Logs.Handshakes, entry => entry.Id.Name == "revoked_while_connected");
    }

    [Fact]
    public async Task By_subject_every_kind_is_concerned_and_nobody_else()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var jwt = await host.ConnectAsync("/ws", host.MintJwt("edge_1"));
        using var edge = await host.ConnectAsync("/ws", MintEdge(host, "edge_1"));
        using var other = await host.ConnectAsync("/ws", host.MintJwt("edge_2"));
        await other.AskAsync("hello");
        WaitForConnections(host, 3);

        Assert.Equal(2, await Live(host).RevokeAsync(Revocation.OfSubject("edge_1")));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(jwt));
        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(edge));
        Assert.Equal("still here", await other.AskAsync("still here"));
        await host.ConnectInVainAsync("/ws", MintEdge(host, "edge_1"));
        await host.ConnectInVainAsync("/ws", host.MintJwt("edge_1"));
    }

    [Fact]
    public async Task By_subject_and_time_a_later_sign_in_is_let_in()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var before = host.MintJwt("u1");
        using var socket = await host.ConnectAsync("/ws", before);
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        await Live(host).RevokeAsync(Revocation.OfSubjectBefore("u1", service.Clock.GetUtcNow()));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        await host.ConnectInVainAsync("/ws", before);
        using var after = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        Assert.Equal("hello", await after.AskAsync("hello"));
    }

    [Fact]
    public async Task By_key_everything_that_it_verified_is_closed()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var jwt = await host.ConnectAsync("/ws", host.MintJwt());
        using var edge = await host.ConnectAsync("/ws", MintEdge(host, "edge_1"));
        await edge.AskAsync("hello");
        WaitForConnections(host, 2);
        var use = Assert.Single(Live(host).KeysInUse(), use => use.Kind.Equals(TokenKind.Jwt));

        Assert.Equal(1, await Live(host).RevokeAsync(Revocation.OfKey(use.KeyFingerprint!)));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(jwt));
        Assert.Equal("still here", await edge.AskAsync("still here"));
        await host.ConnectInVainAsync("/ws", host.MintJwt());
        WaitForConnections(host, 1);
        Assert.DoesNotContain(Live(host).KeysInUse(), key => key.KeyFingerprint == use.KeyFingerprint);
    }

    [Fact]
    public async Task A_credential_of_the_first_message_is_refused_too()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        await Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        using var socket = await host.ConnectAsync("/first");

        await FirstMessageService.SendAsync(socket, FirstMessageService.Auth(host.MintJwt("u1")));

        Assert.Equal((4401, "credential_invalid"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task A_revocation_is_forgotten_by_steady_time_when_its_time_has_passed()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        await Live(host).RevokeAsync(Revocation.OfSubject("u1"), TimeSpan.FromHours(1));

        service.Clock.StepWallClock(TimeSpan.FromDays(1));
        await host.ConnectInVainAsync("/ws", host.MintJwt("u1"));
        service.Clock.Advance(TimeSpan.FromHours(1));

        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task What_is_kept_for_no_time_is_an_error_and_closes_nothing(int hours)
    {
        await using var host = await new LiveService().StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");

        var exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            Live(host).RevokeAsync(Revocation.OfSubject("u1"), TimeSpan.FromHours(hours))
        );

        Assert.Contains("null for as long as the store lives", exception.Message, StringComparison.Ordinal);
        Assert.Equal("still here", await socket.AskAsync("still here"));
    }

    [Fact]
    public async Task A_store_that_fails_is_a_refusal()
    {
        var service = new LiveService
        {
            Configure = builder => builder.Services.AddSingleton<IRevocationStore>(new BrokenStore()),
        };
        await using var host = await service.StartAsync();

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refusal.Status, refusal.Reason));
        Assert.Contains(
            "BrokenStore, threw TimeZoneNotFoundException",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_the_store_is_full_the_caller_is_told_and_the_open_sockets_are_closed_all_the_same()
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
        await Live(host).RevokeAsync(Revocation.OfSubject("somebody"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Live(host).RevokeAsync(Revocation.OfSubject("u1")));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        await host.ConnectInVainAsync("/ws", host.MintJwt("somebody"));
    }

    [Fact]
    public async Task Who_was_let_in_before_and_is_registered_after_a_revocation_is_closed()
    {
        KestrelHost? host = null;
        var service = new LiveService
        {
            Handler = async context =>
            {
                // Accepted by the door, and not yet a socket.
                await Live(host!).RevokeAsync(Revocation.OfSubject("u1"));
                await EchoEndpoint.RunAsync(context);
            },
        };
        await using var started = host = await service.StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Who_is_connected_can_be_listed_found_and_disconnected()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var first = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await host.ConnectAsync("/ws", host.Variables.Get("EDGE_SECRET"));
        WaitForConnections(host, 2);
        var live = Live(host);

        var known = Assert.Single(live.List(connection => connection.Subject == "u1"));
        Assert.Same(known, live.Find(known.Id));
        Assert.Null(live.Find("0000000000000000"));
        Assert.Null(live.Find("no id"));
        Assert.Equal(("/ws", TokenKind.Jwt), (known.Endpoint, known.Kind));
        Assert.Equal(service.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), known.Since);
        Assert.Equal(known.Decision.SessionEnd + TimeSpan.FromSeconds(30), known.Until);
        Assert.Equal(host.Logs.Handshakes[0].Values["AttemptId"], known.AttemptId);
        Assert.Contains(live.KeysInUse(), use => use.Kind.Equals(TokenKind.SharedSecret) && use.Count == 1);

        Assert.Equal(
            1,
            await live.DisconnectAsync(connection => connection.Kind.Equals(TokenKind.SharedSecret), 4000, "bye")
        );

        Assert.Equal((4000, "bye"), await ReadCloseAsync(second));
        WaitForConnections(host, 1);
        Assert.DoesNotContain(live.KeysInUse(), use => use.Kind.Equals(TokenKind.SharedSecret));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => live.DisconnectAsync(_ => true, 1006));
        foreach (var own in new[] { 4400, 4401, 4403, 4408, 4429 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => live.DisconnectAsync(_ => true, own));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => live.DisconnectAsync(_ => true, 4000, new string('x', 124)));
    }

    internal static LiveConnections Live(KestrelHost host) => host.Services.GetRequiredService<LiveConnections>();

    private static void MapLean(Microsoft.AspNetCore.Builder.WebApplication app) =>
        Microsoft.AspNetCore.Builder.MapExtensions.Map(
            app,
            "/lean",
            branch =>
            {
                Microsoft.AspNetCore.Builder.WsAuthApplicationBuilderExtensions.UseWsAuth(branch, TokenKind.Jwt);
                Microsoft.AspNetCore.Builder.RunExtensions.Run(branch, EchoEndpoint.RunAsync);
            }
        );

    private static string MintEdge(KestrelHost host, string agent) =>
        LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken(agent).DangerousGetText());

    private sealed class BrokenStore : IRevocationStore
    {
        public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken) =>
            throw new TimeZoneNotFoundException();
    }
}
