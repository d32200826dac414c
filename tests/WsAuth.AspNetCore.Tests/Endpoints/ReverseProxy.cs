using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A reverse proxy that serves an application under a prefix, over sockets of its own.</summary>
internal static class ReverseProxy
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    public static Task<KestrelHost> StartAsync(Uri application, string prefix, bool announcesPrefix) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map(
                    prefix + "/{**rest}",
                    context =>
                        context.WebSockets.IsWebSocketRequest
                            ? PassSocketAsync(
                                context,
                                Target(context, application, prefix),
                                announcesPrefix ? prefix : null
                            )
                            : PassAsync(context, Target(context, application, prefix), announcesPrefix ? prefix : null)
                );
            },
            configure: builder => builder.Logging.ClearProviders()
        );

    private static Uri Target(HttpContext context, Uri application, string prefix) =>
        new(application, context.Request.Path.Value![prefix.Length..] + context.Request.QueryString);

    private static async Task PassAsync(HttpContext context, Uri target, string? prefix)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", prefix);
        using var answer = await Client.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private static async Task PassSocketAsync(HttpContext context, Uri target, string? prefix)
    {
        using var inner = new ClientWebSocket();
        inner.Options.SetRequestHeader("X-Forwarded-Prefix", prefix);
        await inner.ConnectAsync(new UriBuilder(target) { Scheme = "ws" }.Uri, context.RequestAborted);
        using var outer = await context.WebSockets.AcceptWebSocketAsync();
        await Task.WhenAny(
            CopyAsync(outer, inner, context.RequestAborted),
            CopyAsync(inner, outer, context.RequestAborted)
        );
    }

    private static async Task CopyAsync(WebSocket from, WebSocket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (
            await from.ReceiveAsync(buffer.AsMemory(), cancellationToken)
                is { MessageType: not WebSocketMessageType.Close } read
        )
        {
            await to.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, cancellationToken);
        }
    }
}
