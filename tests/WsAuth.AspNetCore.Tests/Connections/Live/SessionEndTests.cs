using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WsAuth.Client;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A socket ends with its session, and its client learns why.</summary>
public sealed class SessionEndTests : IDisposable
{
    internal static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http2 = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task At_the_end_of_a_token_and_the_skew_the_client_is_told_4401_and_the_handler_returns()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        Assert.Equal("hello", await socket.AskAsync("hello"));

        service.Clock.Advance(TimeSpan.FromMinutes(5) + Skew - TimeSpan.FromMilliseconds(1));
        Assert.Equal("still here", await socket.AskAsync("still here"));
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        Assert.Null(await service.Left);
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task The_end_is_logged_once_in_the_template_of_refusals()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        await ReadCloseAsync(socket);
        WaitUntilEmpty(host);

        var (accepted, ended) = (host.Logs.Handshakes[0], Assert.Single(host.Logs.Handshakes.Skip(1)));
        Assert.Equal("expired_while_connected", ended.Id.Name);
        Assert.StartsWith(
            "WebSocket connection ended: expired_while_connected at /ws by WsAuth; The session of the open socket has ended. The session ended at 2026-11-20T12:05:00Z. Fix: ",
            ended.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(accepted.Values["AttemptId"], ended.Values["AttemptId"]);
        Assert.Equal("jwt", ended.Values["Kind"]);
    }

    [Fact]
    public async Task A_client_that_only_listens_to_a_silent_server_is_told_too()
    {
        var service = new LiveService
        {
            Handler = async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            },
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 1);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Over_HTTP2_it_is_the_same()
    {
        var service = new LiveService
        {
            Configure = builder =>
                builder.WebHost.ConfigureKestrel(options =>
                    options.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)
                ),
        };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync(
            "/ws",
            MintFor(host, TimeSpan.FromMinutes(5)),
            options =>
            {
                options.HttpVersion = HttpVersion.Version20;
                options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            },
            _http2
        );
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task A_caller_of_the_first_message_is_watched_from_then_on()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/first");
        var token = MintFor(host, TimeSpan.FromMinutes(5));
        Assert.Equal("""{"action":"auth_ok"}""", await socket.AskAsync(FirstMessageService.Auth(token)));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
    }

    [Fact]
    public async Task An_edge_token_ends_with_its_age()
    {
        var service = new LiveService();
        service.Settings["WsAuth:EdgeToken:MaximumAge"] = "01:00:00";
        await using var host = await service.StartAsync();
        var token = LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken("edge_1", "+1555").DangerousGetText());
        service.Clock.Advance(TimeSpan.FromMinutes(50));
        using var socket = await host.ConnectAsync("/ws", token);
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(10));
        await socket.AskAsync("within the skew");
        service.Clock.Advance(Skew);

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task A_shared_secret_has_no_end()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.Variables.Get("EDGE_SECRET"));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal("still here", await socket.AskAsync("still here"));
    }

    [Fact]
    public async Task Switched_off_a_socket_outlives_its_token()
    {
        var service = new LiveService();
        service.Settings["WsAuth:Connections:CloseAtSessionEnd"] = "false";
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("still here", await socket.AskAsync("still here"));
    }

    public void Dispose() => _http2.Dispose();

    internal static string MintFor(KestrelHost host, TimeSpan lifetime, string subject = "u1") =>
        host.MintJwt(subject, content => content.Lifetime = lifetime);
}
