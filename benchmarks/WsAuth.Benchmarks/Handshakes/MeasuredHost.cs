using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Benchmarks.Jwt;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>
/// Two Kestrels with every path that is compared: with WsAuth, the same handler behind each of the two doors; and bare, since WsAuth observes every handshake
/// of its host, behind no authentication and behind a scheme on IdentityModel. Nothing is logged unless asked for, and nothing else is in the pipeline.
/// </summary>
internal static class MeasuredHost
{
    public const string Open = "/open";
    public const string Middleware = "/middleware";
    public const string Scheme = "/scheme";
    public const string Peer = "/peer";
    public const string Empty = "/empty";
    public const string Branch = "/branch";
    public const string Static401 = "/static401";

    public static async Task<WebApplication> StartAsync(
        TypicalToken token,
        RequestDelegate handler,
        bool isLogged,
        bool isBare,
        MemoryTransport? transport = null
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(token.Configuration);
        builder.Services.AddRouting();
        builder.Services.AddAuthorization();
        builder
            .Services.AddTransient<EmptyHandler>()
            .AddAuthentication(options => options.AddScheme<EmptyHandler>(EmptyHandler.Scheme, null))
            .AddScheme<PeerOptions, PeerHandler>(PeerHandler.Scheme, options => options.Use(token));
        if (!isBare)
        {
            builder.Services.AddWsAuth(builder.Configuration);
            // What is measured is each refusal itself, not the answer to too many.
            builder.Services.Configure<WsAuthOptions>(options => options.Limits.FailedAttempts = 0);
        }

        if (transport is not null)
        {
            builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
        }

        if (isLogged)
        {
            builder.Logging.AddProvider(new DiscardingLogs());
        }

        var app = builder.Build();
        app.UseWebSockets();
        if (isBare)
        {
            MapBare(app, handler);
        }
        else
        {
            MapGuarded(app, handler);
        }

        await app.StartAsync();
        return app;
    }

    /// <summary>Whether a path is on the bare host.</summary>
    public static bool IsBare(string path) => path is not (Middleware or Scheme);

    /// <summary>The path with the same handler, or a static 401, on the same way through the pipeline: <see cref="Middleware"/> needs no routing.</summary>
    public static string Without(string path, string floor) => path == Middleware ? Branch + floor : floor;

    public static int PortOf(WebApplication app) => new Uri(app.Urls.First()).Port;

    /// <summary>Accepts, says good-bye at once and ends the connection.</summary>
    public static async Task AcceptAndLeave(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    /// <summary>Accepts and waits for a message, as an idle socket does.</summary>
    public static async Task AcceptAndWait(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, default);
        }
        catch (WebSocketException)
        {
            // The client leaves without a word when the measurement is over.
        }
    }

    /// <summary>The least that a refusal can be.</summary>
    public static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static void MapGuarded(WebApplication app, RequestDelegate handler)
    {
        app.Map(
            Middleware,
            branch =>
            {
                branch.UseWsAuth(TokenKind.Jwt);
                branch.Run(handler);
            }
        );
        app.UseRouting();
        app.UseAuthorization();
        app.Map(Scheme, handler).RequireWsAuth(TokenKind.Jwt);
    }

    private static void MapBare(WebApplication app, RequestDelegate handler)
    {
        app.Map(Branch + Open, branch => branch.Run(handler));
        app.Map(Branch + Static401, branch => branch.Run(Refuse));
        app.UseRouting();
        app.UseAuthorization();
        app.Map(Open, handler);
        app.Map(Static401, Refuse);
        app.Map(Peer, handler)
            .RequireAuthorization(policy =>
                policy.AddAuthenticationSchemes(PeerHandler.Scheme).RequireAuthenticatedUser()
            );
        app.Map(Empty, handler)
            .RequireAuthorization(policy =>
                policy.AddAuthenticationSchemes(EmptyHandler.Scheme).RequireAuthenticatedUser()
            );
    }
}
