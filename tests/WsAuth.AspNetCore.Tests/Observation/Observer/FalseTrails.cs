using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Pipelines whose traces point at somebody who did not answer.</summary>
internal static class FalseTrails
{
    public static readonly Situation[] All =
    [
        new(
            "a middleware behind the lean door",
            HttpStatusCode.Forbidden,
            "unknown",
            "routing had chosen '/ws', and a middleware answered before it was executed",
            "Look at the application's own middlewares"
        )
        {
            Reason = "refused_after_authentication",
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.UseWsAuth(TokenKind.Jwt);

                app.Use(Answer(403));
                app.Map("/ws", EchoEndpoint.RunAsync);
            },
        },
        new(
            "a handler that throws what binding throws",
            HttpStatusCode.BadRequest,
            "the handler",
            "It threw BadHttpRequestException; the answer is 400.",
            ""
        )
        {
            Reason = "handler_failed",
            IsAnsweredByServer = true,
            Map = (app, guard) =>
            {
                app.UseWebSockets();
                guard(app.Map("/ws", _ => throw new BadHttpRequestException("no", 400)));
            },
        },
        new(
            "a proxy in the handler, which upgrades by itself",
            HttpStatusCode.Forbidden,
            "the handler",
            "'/ws' was executed and answered 403",
            "Look at that handler"
        )
        {
            Reason = "refused_after_authentication",
            Map = (app, guard) =>
                guard(
                    app.Map(
                        "/ws",
                        context =>
                        {
                            var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
                            context.Response.StatusCode = upgrade.IsUpgradableRequest ? 403 : 200;
                            return Task.CompletedTask;
                        }
                    )
                ),
        },
        new(
            "a handler that passes another server's 405 on",
            HttpStatusCode.MethodNotAllowed,
            "the handler",
            "'/ws' was executed and answered 405",
            "Look at that handler"
        )
        {
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.Map(
                    "/ws",
                    context =>
                    {
                        context.Response.Headers.Allow = "POST";
                        context.Response.StatusCode = 405;
                        return Task.CompletedTask;
                    }
                );
            },
        },
        new(
            "a limiter, and then the application hangs up",
            HttpStatusCode.TooManyRequests,
            "rate limiter",
            "The lease was refused by the global limiter",
            "Raise that limit"
        )
        {
            Services = builder =>
                builder.Services.AddRateLimiter(options =>
                {
                    options.RejectionStatusCode = 429;
                    options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => Exhausted());
                }),
            Map = (app, _) =>
            {
                app.Use(
                    async (context, next) =>
                    {
                        await next(context);
                        await HangUpAsync(context);
                    }
                );
                app.UseRateLimiter();
            },
        },
        new(
            "an error page that no route serves",
            HttpStatusCode.NotFound,
            "unknown",
            "routing had chosen '/ws', and a middleware answered before it was executed",
            "Look at the application's own middlewares"
        )
        {
            Map = (app, _) =>
            {
                app.UseStatusCodePagesWithReExecute("/nowhere/{0}");
                app.UseRouting();
                app.UseWebSockets();
                app.Use(
                    (context, next) =>
                    {
                        if (context.Request.Path != "/ws")
                        {
                            return next(context);
                        }

                        context.Response.StatusCode = 403;
                        return Task.CompletedTask;
                    }
                );
                app.Map("/ws", EchoEndpoint.RunAsync);
            },
        },
        new(
            "a page of the fallback",
            HttpStatusCode.OK,
            "routing",
            "No route matches \"/ws\" but the fallback",
            "Correct the path"
        )
        {
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.MapFallbackToFile(
                    "WsAuth.AspNetCore.Tests.runtimeconfig.json",
                    new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory) }
                );
            },
        },
    ];

    public static Func<HttpContext, RequestDelegate, Task> Answer(int status) =>
        (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public static async Task HangUpAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(aborted.SetResult);
        context.Abort();
        await aborted.Task;
    }

    private static RateLimitPartition<string> Exhausted() =>
        RateLimitPartition.Get(
            "all",
            _ =>
            {
                var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
                limiter.AttemptAcquire();
                return limiter;
            }
        );
}
