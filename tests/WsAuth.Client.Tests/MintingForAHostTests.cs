using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>What is minted for a running host opens that host, over real sockets.</summary>
public sealed class MintingForAHostTests
{
    private readonly TestVariables _variables = new()
    {
        ["JWT_SECRET_KEY"] = TestSecrets.Hex(),
        ["EDGE_SECRET"] = TestSecrets.Hex(),
    };

    [Fact]
    public async Task Delegates_and_settings_in_code_are_the_hosts_own()
    {
        var secret = TestSecrets.Hex();
        await using var host = await StartAsync(builder =>
            builder
                .Services.AddWsAuth(options =>
                {
                    options.Secrets["jwt"] = new NamedSecretOptions { Order = "code:vault" };
                    options.Jwt.Algorithm = "HS512";
                    options.Jwt.Audience = "chat";
                })
                .AddSecretSource("vault", _ => secret)
        );

        var minted = TokenMinter.For(host.Services).Jwt("u1");

        Assert.Equal("code:vault", minted.Source);
        Assert.Equal("\"chat\"", new DecodedToken(minted).Claim("aud"));
        Assert.Equal("pong", await PingAsync(host, "/ws", minted));
    }

    [Fact]
    public async Task The_hosts_clock_is_the_minters()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch.AddYears(80));
        await using var host = await StartAsync(clock: clock);
        var minter = TokenMinter.For(host.Services);

        var minted = minter.Jwt("u1");

        Assert.Equal(clock.GetUtcNow().AddMinutes(5), minted.ExpiresAt);
        Assert.Equal("pong", await PingAsync(host, "/ws", minted));
        clock.StepWallClock(TimeSpan.FromMinutes(6));
        Assert.Equal("token_expired", (await RefusalAsync(host, "/ws", minted)).Reason);
        Assert.Equal("pong", await PingAsync(host, "/ws", minter.Jwt("u1")));
    }

    [Fact]
    public async Task A_minter_of_the_same_configuration_matches_and_shows_the_hosts_fingerprint()
    {
        await using var host = await StartAsync();
        using var minter = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: _variables
        );

        var (jwt, shared) = (minter.Jwt("u1"), minter.SharedSecret());

        Assert.Equal("pong", await PingAsync(host, "/ws", jwt));
        Assert.Equal("pong", await PingAsync(host, "/edge", shared));
        Assert.Equal(TokenMinter.For(host.Services).Jwt("u1").KeyFingerprint, jwt.KeyFingerprint);
    }

    [Fact]
    public async Task The_shared_secret_of_a_host_opens_it()
    {
        await using var host = await StartAsync();

        Assert.Equal("pong", await PingAsync(host, "/edge", TokenMinter.For(host.Services).SharedSecret()));
    }

    [Fact]
    public async Task A_refusal_tells_status_class_and_attempt_and_the_log_has_the_rest()
    {
        await using var host = await StartAsync();
        using var stranger = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var minted = stranger.Jwt("u1");

        var refusal = await RefusalAsync(host, "/ws", minted);

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), (refusal.Status, refusal.Reason));
        var entry = Assert.Single(host.Logs.Handshakes);
        Assert.Contains("key_unknown", entry.Message, StringComparison.Ordinal);
        Assert.Contains(minted.KeyFingerprint, entry.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.AttemptId!, entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_can_be_minted_for_a_test()
    {
        await using var host = await StartAsync();
        var minted = TokenMinter.For(host.Services).Jwt("u1", content => content.Lifetime = TimeSpan.FromMinutes(-1));

        Assert.Equal("token_expired", (await RefusalAsync(host, "/ws", minted)).Reason);
    }

    [Fact]
    public async Task A_server_that_says_nothing_leaves_reason_and_attempt_empty()
    {
        await using var server = new ScriptedServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(TestSecrets.Hex());
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(server.Url(), default));

        Assert.Equal(new HandshakeRefusal(HttpStatusCode.NotFound, null, null), socket.GetHandshakeRefusal());
    }

    [Fact]
    public async Task There_is_no_refusal_before_connecting_while_connected_or_without_details()
    {
        await using var host = await StartAsync();
        using var fresh = new ClientWebSocket();
        using var connected = new ClientWebSocket();
        using var blind = new ClientWebSocket();
        connected.Options.SetCredential(TokenMinter.For(host.Services).Jwt("u1"));
        await connected.ConnectAsync(host.WebSocket("/ws"), default);
        await Assert.ThrowsAsync<WebSocketException>(() => blind.ConnectAsync(host.WebSocket("/ws"), default));

        Assert.Null(fresh.GetHandshakeRefusal());
        Assert.Null(connected.GetHandshakeRefusal());
        Assert.Null(blind.GetHandshakeRefusal());
    }

    private Task<KestrelHost> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        ManualTimeProvider? clock = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/edge", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
            },
            configure: configure,
            clock: clock,
            variables: _variables
        );

    private static async Task<string> PingAsync(KestrelHost host, string path, MintedToken token)
    {
        LeakWatch.ProtectToken(token.DangerousGetText());
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(token);
        await socket.ConnectAsync(host.WebSocket(path), default);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"ping"}"""), WebSocketMessageType.Text, true, default);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, default);
        return Encoding.UTF8.GetString(buffer, 0, received.Count) == """{"type":"pong"}""" ? "pong" : "something else";
    }

    private static async Task<HandshakeRefusal> RefusalAsync(KestrelHost host, string path, MintedToken token)
    {
        LeakWatch.ProtectToken(token.DangerousGetText());
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(token);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket(path), default));
        var refusal = socket.GetHandshakeRefusal()!;
        LeakWatch.Observe(refusal.ToString());
        return refusal;
    }
}
