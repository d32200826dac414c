using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>The credential in the list of sub-protocols, as browsers send it, over both versions of HTTP.</summary>
public sealed class SubProtocolTests : IDisposable
{
    private static readonly WebSocketAcceptContext Shared = new() { DangerousEnableCompression = true };

    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseProxy = false });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_first_other_one_is_echoed_where_the_handler_chooses_none(int http)
    {
        await using var host = await StartAsync(http);

        using var socket = await ConnectAsync(host, http, "/plain", "bearer." + host.MintJwt(), "chat.v1", "chat.v2");

        Assert.Equal("chat.v1", socket.SubProtocol);
        Assert.Equal("bearer.redacted,chat.v1,chat.v2", await socket.HearAsync());
        Assert.Contains("location sub-protocol", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_handlers_choice_is_echoed(int http)
    {
        await using var host = await StartAsync(http);

        using var socket = await ConnectAsync(host, http, "/second", "chat.v1", "bearer." + host.MintJwt(), "chat.v2");

        Assert.Equal("chat.v2", socket.SubProtocol);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_handler_that_chooses_the_credentials_is_corrected(int http)
    {
        await using var host = await StartAsync(http);

        using var corrected = await ConnectAsync(host, http, "/first", "bearer." + host.MintJwt(), "chat.v1");
        using var none = await ConnectAsync(host, http, "/first", "bearer." + host.MintJwt());
        using var bare = await ConnectAsync(
            host,
            http,
            "/first",
            host.MintJwt(),
            "bearer." + host.MintJwt(),
            "chat.v3"
        );

        Assert.Equal(("chat.v1", null, "chat.v3"), (corrected.SubProtocol, none.SubProtocol, bare.SubProtocol));
    }

    [Fact]
    public async Task A_shared_accept_context_keeps_its_flags_and_no_ones_sub_protocol()
    {
        await using var host = await StartAsync(1);
        foreach (var name in new[] { "chat.v1", "chat.v2" })
        {
            using var socket = await host.ConnectAsync(
                "/shared",
                null,
                options =>
                {
                    options.AddSubProtocol("bearer." + host.MintJwt());
                    options.AddSubProtocol(name);
                    options.DangerousDeflateOptions = new WebSocketDeflateOptions();
                }
            );

            Assert.Equal(name, socket.SubProtocol);
            Assert.NotEmpty(socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"]);
        }

        using var plain = await host.ConnectAsync("/shared", host.MintJwt(), it => it.AddSubProtocol("chat.v3"));
        Assert.Null(plain.SubProtocol);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_browser_that_offers_only_the_credential_is_told_and_others_are_let_in(int http)
    {
        await using var host = await StartAsync(http);
        var token = host.MintJwt();

        var refusal = await host.ConnectInVainAsync(
            "/plain",
            null,
            options =>
            {
                Use(options, http, "bearer." + token);
                options.SetRequestHeader("Origin", host.Address.ToString().TrimEnd('/'));
            },
            _invoker
        );
        using var socket = await ConnectAsync(host, http, "/plain", "bearer." + token);

        Assert.Equal((HttpStatusCode.BadRequest, "subprotocol_missing"), (refusal.Status, refusal.Reason));
        Assert.Null(socket.SubProtocol);
        Assert.Equal("bearer.redacted", await socket.HearAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_token_reaches_no_log_line_no_answer_and_no_later_code(int http)
    {
        await using var host = await StartAsync(http);
        var token = host.MintJwt();

        using var socket = await ConnectAsync(host, http, "/plain", "chat", "bearer." + token);
        var refusal = await host.ConnectInVainAsync(
            "/plain",
            null,
            options => Use(options, http, "chat", "bearer." + token[..^4] + "AAAA"),
            _invoker
        );

        Assert.Equal("credential_invalid", refusal.Reason);
        Assert.Equal("chat,bearer.redacted", await socket.HearAsync());
        LeakWatch.Observe(string.Join(' ', socket.HttpResponseHeaders!.Values.SelectMany(values => values)));
        Assert.DoesNotContain(
            host.Logs.All,
            entry => entry.Category.StartsWith("WsAuth", StringComparison.Ordinal) && LeakWatch.Holds(entry.Message)
        );
    }

    [Fact]
    public async Task A_wrong_or_damaged_one_is_refused_for_its_own_reason()
    {
        await using var host = await StartAsync(1);
        async Task<string?> ReasonAsync(params string[] offered) =>
            (await host.ConnectInVainAsync("/plain", null, options => Use(options, 1, offered))).Reason;

        Assert.Equal("credential_malformed", await ReasonAsync("chat", "bearer.undefined"));
        Assert.Equal(
            "credential_conflict",
            await ReasonAsync("bearer." + host.MintJwt("a"), "bearer." + host.MintJwt("b"))
        );
        Assert.Equal("credential_kind_refused", await ReasonAsync("ticket." + host.MintJwt()));
        Assert.Equal("credential_misplaced", await ReasonAsync("chat", host.MintJwt()));
        Assert.Equal("credential_missing", await ReasonAsync("chat"));
    }

    [Fact]
    public async Task The_lean_door_echoes_and_redacts_too()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.UseWsAuth(TokenKind.Jwt);
                app.Run(async context => await AcceptAsync(context, Plain));
            },
            variables: _variables
        );

        using var socket = await ConnectAsync(host, 1, "/", "bearer." + host.MintJwt(), "chat");

        Assert.Equal("chat", socket.SubProtocol);
        Assert.Equal("bearer.redacted,chat", await socket.HearAsync());
    }

    [Fact]
    public async Task Edge_tokens_take_the_url_safe_form()
    {
        _variables["EDGE_SECRET"] = TestSecrets.Hex();
        await using var host = await StartAsync(1);
        var minter = WsAuth.Client.TokenMinter.For(host.Services);
        var token = LeakWatch.Protect(minter.EdgeToken("edge_1", "+15551234567", urlSafe: true).DangerousGetText());

        using var socket = await ConnectAsync(host, 1, "/edge", "bearer." + token, "chat");

        Assert.Equal("chat", socket.SubProtocol);
    }

    public void Dispose() => _invoker.Dispose();

    private static Task<WebSocket> Plain(WebSocketManager webSockets) => webSockets.AcceptWebSocketAsync();

    private Task<ClientWebSocket> ConnectAsync(KestrelHost host, int http, string path, params string[] offered) =>
        host.ConnectAsync(path, null, options => Use(options, http, offered), http == 2 ? _invoker : null);

    private static void Use(ClientWebSocketOptions options, int http, params string[] offered)
    {
        options.HttpVersion = new Version(http, http == 1 ? 1 : 0);
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        foreach (var name in offered)
        {
            options.AddSubProtocol(name);
        }
    }

    // Tells what later code sees of the offer, in each of the places where it can look.
    private static async Task AcceptAsync(HttpContext context, Func<WebSocketManager, Task<WebSocket>> accept)
    {
        using var socket = await accept(context.WebSockets);
        var seen = string.Join(',', context.WebSockets.WebSocketRequestedProtocols);
        var raw = context.Request.Headers.SecWebSocketProtocol.ToString().Replace(" ", "", StringComparison.Ordinal);
        await socket.SendAsync(
            System.Text.Encoding.ASCII.GetBytes(seen == raw ? seen : $"{seen} but {raw}"),
            WebSocketMessageType.Text,
            true,
            context.RequestAborted
        );
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
    }

    private Task<KestrelHost> StartAsync(int http) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                Map("/plain", it => it.AcceptWebSocketAsync(), TokenKind.Jwt);
                Map("/first", it => it.AcceptWebSocketAsync(it.WebSocketRequestedProtocols[0]), TokenKind.Jwt);
                Map("/second", it => it.AcceptWebSocketAsync("chat.v2"), TokenKind.Jwt);
                Map("/shared", it => it.AcceptWebSocketAsync(Shared), TokenKind.Jwt);
                if (_variables.Get("EDGE_SECRET") is not null)
                {
                    Map("/edge", it => it.AcceptWebSocketAsync(), TokenKind.EdgeToken);
                }

                void Map(string path, Func<WebSocketManager, Task<WebSocket>> accept, TokenKind kind) =>
                    app.Map(path, context => AcceptAsync(context, accept)).RequireWsAuth(kind);
            },
            configure: builder =>
            {
                builder.WebHost.ConfigureKestrel(options =>
                    options.ConfigureEndpointDefaults(listen =>
                        listen.Protocols = http == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1
                    )
                );
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: _variables
        );
}
