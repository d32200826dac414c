using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A service over HTTP/1.1 or HTTP/2 whose handlers accept in several ways, and clients that offer sub-protocols.</summary>
internal sealed class SubProtocolService : IDisposable
{
    private static readonly WebSocketAcceptContext Shared = new() { DangerousEnableCompression = true };

    public TestVariables Variables { get; } = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose() => Invoker.Dispose();

    public static Task<WebSocket> Plain(WebSocketManager webSockets) => webSockets.AcceptWebSocketAsync();

    public Task<ClientWebSocket> ConnectAsync(KestrelHost host, int http, string path, params string[] offered) =>
        host.ConnectAsync(path, null, options => Use(options, http, offered), http == 2 ? Invoker : null);

    public static void Use(ClientWebSocketOptions options, int http, params string[] offered)
    {
        options.HttpVersion = new Version(http, http == 1 ? 1 : 0);
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        foreach (var name in offered)
        {
            options.AddSubProtocol(name);
        }
    }

    // Tells what later code sees of the offer, in each of the places where it can look.
    public static async Task AcceptAsync(HttpContext context, Func<WebSocketManager, Task<WebSocket>> accept)
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

    public Task<KestrelHost> StartAsync(int http) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                Map("/plain", it => it.AcceptWebSocketAsync(), TokenKind.Jwt);
                Map("/first", it => it.AcceptWebSocketAsync(it.WebSocketRequestedProtocols[0]), TokenKind.Jwt);
                Map("/second", it => it.AcceptWebSocketAsync("chat.v2"), TokenKind.Jwt);
                Map("/shared", it => it.AcceptWebSocketAsync(Shared), TokenKind.Jwt);
                if (Variables.Get("EDGE_SECRET") is not null)
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
            variables: Variables
        );
}
