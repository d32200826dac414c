using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>The normal accept call of the framework stays the normal call.</summary>
public sealed class AcceptTests
{
    private readonly List<Exception> _seen = [];

    [Fact]
    public async Task The_sub_protocol_of_the_short_overload_goes_through()
    {
        await using var host = await StartAsync(AcceptBy(it => it.AcceptWebSocketAsync("chat.v1")));

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), options => options.AddSubProtocol("chat.v1"));

        Assert.Equal("chat.v1", socket.SubProtocol);
    }

    [Fact]
    public async Task Every_flag_of_the_context_goes_through()
    {
        await using var host = await StartAsync(
            AcceptBy(it =>
                it.AcceptWebSocketAsync(
                    new WebSocketAcceptContext
                    {
                        SubProtocol = "chat.v2",
                        DangerousEnableCompression = true,
                        KeepAliveInterval = TimeSpan.FromMilliseconds(50),
                        KeepAliveTimeout = TimeSpan.FromMinutes(1),
                    }
                )
            )
        );

        using var socket = await host.ConnectAsync(
            "/ws",
            host.MintJwt(),
            options =>
            {
                options.AddSubProtocol("chat.v2");
                options.DangerousDeflateOptions = new WebSocketDeflateOptions();
            }
        );

        Assert.Equal("chat.v2", socket.SubProtocol);
        Assert.StartsWith(
            "permessage-deflate",
            Assert.Single(socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_very_context_of_the_handler_reaches_the_hosts_feature()
    {
        var given = new ExtendedWebSocketAcceptContext { SubProtocol = "chat.v3" };
        var spy = new SpyingFeature();
        await using var host = await StartAsync(AcceptBy(it => it.AcceptWebSocketAsync(given)), spy.InstallAsync);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), options => options.AddSubProtocol("chat.v3"));

        Assert.Same(given, spy.Given);
    }

    [Fact]
    public async Task Accepting_what_is_no_handshake_is_answered_426()
    {
        await using var host = await StartAsync(EchoEndpoint.RunAsync);

        using var answer = await host.Http("/ws").GetAsync(host.MintJwt());

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal("upgrade_missing", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task A_handlers_own_exception_passes_through_as_it_is()
    {
        var own = new InvalidOperationException("the handler's own");
        await using var host = await StartAsync(_ => throw own);

        await host.ConnectInVainAsync("/ws", host.MintJwt());
        using var answer = await host.Http("/ws").GetAsync(host.MintJwt());

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(2, _seen.Count);
        Assert.All(_seen, exception => Assert.Same(own, exception));
    }

    [Fact]
    public async Task Accepting_after_the_answer_has_begun_throws_to_the_handlers_callers()
    {
        await using var host = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.WebSockets.AcceptWebSocketAsync();
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Http("/ws").GetAsync(host.MintJwt()));

        Assert.IsAssignableFrom<InvalidOperationException>(Assert.Single(_seen));
    }

    [Fact]
    public async Task A_refusal_after_the_answer_has_begun_still_keeps_the_handler_from_running()
    {
        var isReached = false;
        await using var host = await StartAsync(
            _ =>
            {
                isReached = true;
                return Task.CompletedTask;
            },
            async (context, next) =>
            {
                await context.Response.StartAsync();
                await next(context);
            },
            lean: true
        );

        using var answer = await host.Http("/ws").GetAsync(null, HostHandshakes.HandshakeHeaders);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(isReached);
        Assert.Equal("credential_missing", Assert.Single(host.Logs.Handshakes).Id.Name);
    }

    private static RequestDelegate AcceptBy(Func<WebSocketManager, Task<WebSocket>> accept) =>
        async context =>
        {
            using var socket = await accept(context.WebSockets);
            await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        };

    private Task<KestrelHost> StartAsync(
        RequestDelegate handler,
        Func<HttpContext, RequestDelegate, Task>? middleware = null,
        bool lean = false
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.Use(KeepExceptionsAsync);
                app.UseWebSockets();
                if (middleware is not null)
                {
                    app.Use(middleware);
                }

                if (lean)
                {
                    app.UseWsAuth(TokenKind.Jwt);
                    app.Run(handler);
                }
                else
                {
                    app.Map("/ws", handler).RequireWsAuth(TokenKind.Jwt);
                }
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private async Task KeepExceptionsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not WebSocketException)
        {
            _seen.Add(exception);
            throw;
        }
    }

    private sealed class ExtendedWebSocketAcceptContext : WebSocketAcceptContext;

    private sealed class SpyingFeature : IHttpWebSocketFeature
    {
        private IHttpWebSocketFeature _inner = null!;

        public WebSocketAcceptContext? Given { get; private set; }

        public bool IsWebSocketRequest => _inner.IsWebSocketRequest;

        public Task InstallAsync(HttpContext context, RequestDelegate next)
        {
            _inner = context.Features.Get<IHttpWebSocketFeature>()!;
            context.Features.Set<IHttpWebSocketFeature>(this);
            return next(context);
        }

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            Given = context;
            return _inner.AcceptAsync(context);
        }
    }
}
