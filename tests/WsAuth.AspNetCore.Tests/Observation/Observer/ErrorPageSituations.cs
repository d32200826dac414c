using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class ErrorPageSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "developer exception page",
                HttpStatusCode.InternalServerError,
                "the handler",
                "It threw TimeZoneNotFoundException; the answer is 500.",
                "the exception stands in the log of the application"
            )
            {
                Reason = "handler_failed",
                Environment = "Development",
                Map = Throwing(app => app.UseDeveloperExceptionPage()),
            },
            new(
                "UseExceptionHandler",
                (HttpStatusCode)521,
                "the handler",
                "It threw TimeZoneNotFoundException; the answer is 521. Its endpoint is '/ws'",
                "the exception stands in the log of the application"
            )
            {
                Reason = "handler_failed",
                Map = Throwing(app =>
                    app.UseExceptionHandler(page =>
                        page.Run(context =>
                        {
                            context.Response.StatusCode = 521;
                            return Task.CompletedTask;
                        })
                    )
                ),
            },
            new(
                "UseExceptionHandler by path",
                HttpStatusCode.InternalServerError,
                "the handler",
                "It threw TimeZoneNotFoundException; the answer is 500. Its endpoint is '/ws'",
                "the exception stands in the log of the application"
            )
            {
                Reason = "handler_failed",
                Map = Throwing(app =>
                {
                    app.UseExceptionHandler("/error");
                    app.Map("/error", context => context.Response.WriteAsync("sorry"));
                }),
            },
            new(
                "a middleware throws",
                HttpStatusCode.InternalServerError,
                "unknown",
                "A middleware before the endpoint threw TimeZoneNotFoundException; the answer is 500.",
                "its stack names the middleware"
            )
            {
                HasToken = true,
                IsAnsweredByServer = true,
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    app.Use((HttpContext _, RequestDelegate _) => throw new TimeZoneNotFoundException());
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "a middleware throws before an error page",
                HttpStatusCode.InternalServerError,
                "unknown",
                "A middleware before the endpoint threw TimeZoneNotFoundException; the answer is 500.",
                "its stack names the middleware"
            )
            {
                HasToken = true,
                Map = (app, guard) =>
                {
                    app.UseExceptionHandler("/error");
                    app.UseWebSockets();
                    app.Use(
                        (context, next) =>
                            context.Request.Path == "/ws" ? throw new TimeZoneNotFoundException() : next(context)
                    );
                    app.Map("/error", context => context.Response.WriteAsync("sorry"));
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "status code page after no route",
                HttpStatusCode.NotFound,
                "routing",
                "No route matches \"/nowhere\"",
                "Correct the path"
            )
            {
                Path = "/nowhere",
                Map = (app, guard) =>
                {
                    app.UseStatusCodePagesWithReExecute("/error");
                    app.UseWebSockets();
                    app.Map("/error", context => context.Response.WriteAsync("sorry"));
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "status code page after a middleware",
                HttpStatusCode.PaymentRequired,
                "unknown",
                "routing had chosen '/ws', and a middleware answered before it was executed",
                "one of them answered and said nothing"
            )
            {
                HasToken = true,
                Map = (app, guard) =>
                {
                    app.UseStatusCodePagesWithReExecute("/error");
                    app.UseWebSockets();
                    app.Use(
                        (context, next) =>
                        {
                            if (context.Request.Path != "/ws")
                            {
                                return next(context);
                            }

                            context.Response.StatusCode = 402;
                            return Task.CompletedTask;
                        }
                    );
                    app.Map("/error", context => context.Response.WriteAsync("sorry"));
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
        ];

    private static Action<WebApplication, Func<IEndpointConventionBuilder, IEndpointConventionBuilder>> Throwing(
        Action<WebApplication> use
    ) =>
        (app, guard) =>
        {
            use(app);
            app.UseWebSockets();
            guard(app.Map("/ws", _ => throw new TimeZoneNotFoundException()));
        };
}
