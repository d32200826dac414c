using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Observation;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Tokens;

namespace WsAuth.Benchmarks.Live;

/// <summary>A Kestrel whose sockets stay open and say nothing, with everything on that tells of them.</summary>
internal static class LiveHost
{
    public const string Watched = "/ws";

    /// <summary>The same socket of the same authenticated caller, which WsAuth lets go after the accept.</summary>
    public const string Unwatched = "/unwatched";

    public static WebApplication Build(IConfiguration configuration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddProvider(new DiscardingLogs());
        builder.Services.AddRouting();
        builder.Services.AddWsAuth(builder.Configuration);
        var app = builder.Build();
        app.UseWebSockets();
        app.Use(
            (context, next) =>
            {
                // What stands here is the host's own, before the door puts its guard in front of it.
                context.Items[Unwatched] = context.Features.Get<IHttpWebSocketFeature>();
                return next(context);
            }
        );
        app.UseRouting();
        app.UseAuthorization();
        app.Map(Watched, async context => await WaitAsync(await context.WebSockets.AcceptWebSocketAsync()))
            .RequireWsAuth(TokenKind.Jwt);
        app.Map(Unwatched, async context => await WaitAsync(await AcceptUnwatchedAsync(context)))
            .RequireWsAuth(TokenKind.Jwt);
        return app;
    }

    public static int CountOf(WebApplication app) => app.Services.GetRequiredService<ConnectionRegistry>().Count;

    private static Task<WebSocket> AcceptUnwatchedAsync(HttpContext context)
    {
        // The framework makes an object for whoever asks for this; the usual accept call does.
        _ = context.WebSockets;
        HandshakeObservation.Of(context).UpgradedRaw = null;
        return ((IHttpWebSocketFeature)context.Items[Unwatched]!).AcceptAsync(new WebSocketAcceptContext());
    }

    private static async Task WaitAsync(WebSocket socket)
    {
        using (socket)
        {
            try
            {
                while (
                    (await socket.ReceiveAsync(Memory<byte>.Empty, default)).MessageType != WebSocketMessageType.Close
                )
                {
                    await socket.ReceiveAsync(new byte[125].AsMemory(), default);
                }

                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            }
            catch (WebSocketException)
            {
                // Its client left without a word.
            }
        }
    }
}
