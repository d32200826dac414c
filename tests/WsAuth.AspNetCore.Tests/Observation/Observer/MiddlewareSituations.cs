using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class MiddlewareSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "host filtering",
                HttpStatusCode.BadRequest,
                "host filtering",
                "The host \"127.0.0.1:",
                "Add \"127.0.0.1\" to AllowedHosts"
            )
            {
                HasToken = true,
                Services = builder =>
                    builder.Services.AddHostFiltering(options => options.AllowedHosts = ["app.example"]),
                Map = Behind(app => app.UseHostFiltering()),
            },
            new(
                "HTTPS redirection",
                HttpStatusCode.TemporaryRedirect,
                "HTTPS redirection",
                "UseHttpsRedirection answered 307",
                "Connect by wss://"
            )
            {
                HasToken = true,
                Services = builder => builder.Services.AddHttpsRedirection(options => options.HttpsPort = 8443),
                Map = Behind(app => app.UseHttpsRedirection()),
            },
            new(
                "rate limiter",
                HttpStatusCode.TooManyRequests,
                "rate limiter",
                "The lease was refused by the global limiter; the answer is 429.",
                "Raise that limit, or exempt the endpoint by DisableRateLimiting"
            )
            {
                HasToken = true,
                Services = builder =>
                    builder.Services.AddRateLimiter(options =>
                    {
                        options.RejectionStatusCode = 429;
                        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => Exhausted());
                    }),
                Map = Behind(app => app.UseRateLimiter()),
            },
            new(
                "rate limiting policy of the endpoint",
                HttpStatusCode.ServiceUnavailable,
                "rate limiter",
                "The lease was refused by the policy 'sockets' of '/ws'",
                "with a concurrency limiter every open socket holds its lease"
            )
            {
                HasToken = true,
                Services = builder =>
                    builder.Services.AddRateLimiter(options => options.AddPolicy("sockets", _ => Exhausted())),
                Map = (app, guard) =>
                {
                    app.UseRateLimiter();
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync).RequireRateLimiting("sockets"));
                },
            },
            new(
                "request timeout in the handler",
                HttpStatusCode.GatewayTimeout,
                "request timeouts",
                "The request's time was over before the socket was accepted",
                "exempt the endpoint by DisableRequestTimeout; it was in its handler."
            )
            {
                Reason = "refused_after_authentication",
                Services = builder =>
                    builder.Services.AddRequestTimeouts(options =>
                        options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50) }
                    ),
                Map = (app, guard) =>
                {
                    app.UseRequestTimeouts();
                    app.UseWebSockets();
                    guard(app.Map("/ws", context => Task.Delay(Timeout.Infinite, context.RequestAborted)));
                },
            },
            new(
                "preflight with headers of a handshake",
                HttpStatusCode.NoContent,
                "CORS",
                "it was answered 204",
                "Open sockets by WebSocket"
            )
            {
                Method = "OPTIONS",
                Headers = [("Origin", "https://app.example"), ("Access-Control-Request-Method", "GET")],
                Services = builder =>
                    builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin())),
                Map = (app, _) =>
                {
                    app.UseCors();
                    app.UseWebSockets();
                    app.Map("/ws", EchoEndpoint.RunAsync);
                },
            },
            new(
                "static file",
                HttpStatusCode.OK,
                "static files",
                "A file of the web root was served for \"/LeakTests.cs\"",
                "Give the socket a path that no file has"
            )
            {
                Path = "/LeakTests.cs",
                Map = Behind(app =>
                    app.UseStaticFiles(
                        new StaticFileOptions { FileProvider = new OneFile(), ServeUnknownFileTypes = true }
                    )
                ),
            },
            new(
                "a middleware before routing",
                HttpStatusCode.PaymentRequired,
                "unknown",
                "The answer is 402; a middleware answered before routing ran.",
                "Look at the application's own middlewares there"
            )
            {
                Map = (app, _) =>
                {
                    app.Use(Answer402);
                    app.UseWebSockets();
                    IApplicationBuilder pipeline = app;
                    pipeline.UseRouting();
                    pipeline.UseEndpoints(endpoints => endpoints.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "a middleware between routing and endpoint",
                HttpStatusCode.PaymentRequired,
                "unknown",
                "routing had chosen '/ws', and a middleware answered before it was executed",
                "one of them answered and said nothing"
            )
            {
                HasToken = true,
                Map = Behind(app => app.Use(Answer402)),
            },
            new(
                "a terminal middleware",
                HttpStatusCode.OK,
                "unknown",
                "The answer is 200, Content-Type: \"text/plain\"; routing found no route for \"/other\"",
                "one of them answered and said nothing"
            )
            {
                Path = "/other",
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                    app.Run(context =>
                    {
                        context.Response.ContentType = "text/plain";
                        return context.Response.WriteAsync("hello");
                    });
                },
            },
        ];

    private static Action<WebApplication, Func<IEndpointConventionBuilder, IEndpointConventionBuilder>> Behind(
        Action<WebApplication> use
    ) =>
        (app, guard) =>
        {
            use(app);
            app.UseWebSockets();
            guard(app.Map("/ws", EchoEndpoint.RunAsync));
        };

    private static RateLimitPartition<string> Exhausted() =>
        RateLimitPartition.Get(
            "all",
            _ =>
            {
                var limiter = new FixedWindowRateLimiter(
                    new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromDays(1) }
                );
                limiter.AttemptAcquire().Dispose();
                return limiter;
            }
        );

    private static Task Answer402(HttpContext context, RequestDelegate next)
    {
        context.Response.StatusCode = 402;
        return Task.CompletedTask;
    }

    private sealed class OneFile : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => new Content();

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => NullChangeToken.Singleton;

        private sealed class Content : IFileInfo
        {
            public bool Exists => true;
            public long Length => 2;
            public string? PhysicalPath => null;
            public string Name => "LeakTests.cs";
            public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;
            public bool IsDirectory => false;

            public Stream CreateReadStream() => new MemoryStream("ok"u8.ToArray());
        }
    }
}
