using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class WebSocketsSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "UseWebSockets missing",
                HttpStatusCode.InternalServerError,
                "UseWebSockets",
                "UseWebSockets did not run before the endpoint '/ws'",
                "Call app.UseWebSockets() before the endpoint is reached."
            )
            {
                Reason = "handler_failed",
                IsAnsweredByServer = true,
                Map = (app, guard) => guard(app.Map("/ws", EchoEndpoint.RunAsync)),
            },
            new(
                "UseWebSockets too late",
                HttpStatusCode.InternalServerError,
                "UseWebSockets",
                "It threw NotSupportedException; the answer is 500.",
                "Call app.UseWebSockets() before the endpoint is reached."
            )
            {
                IsAnsweredByServer = true,
                Map = (app, _) =>
                {
                    IApplicationBuilder pipeline = app;
                    pipeline.UseRouting();
                    pipeline.UseEndpoints(endpoints => endpoints.Map("/ws", EchoEndpoint.RunAsync));
                    app.UseWebSockets();
                },
            },
            new(
                "UseWebSockets missing, handler asks first",
                HttpStatusCode.BadRequest,
                "UseWebSockets",
                "It answered 400.",
                "Call app.UseWebSockets() before the endpoint is reached."
            )
            {
                Reason = "refused_after_authentication",
                Map = (app, guard) =>
                    guard(
                        app.Map(
                            "/ws",
                            context =>
                            {
                                context.Response.StatusCode = context.WebSockets.IsWebSocketRequest ? 200 : 400;
                                return Task.CompletedTask;
                            }
                        )
                    ),
            },
            new(
                "UseWebSockets missing over HTTP/2",
                HttpStatusCode.InternalServerError,
                "UseWebSockets",
                "UseWebSockets did not run before the endpoint '/ws'",
                "Call app.UseWebSockets()"
            )
            {
                Reason = "handler_failed",
                IsHttp2 = true,
                IsAnsweredByServer = true,
                Map = (app, guard) => guard(app.Map("/ws", EchoEndpoint.RunAsync)),
            },
            new(
                "AllowedOrigins of UseWebSockets",
                HttpStatusCode.Forbidden,
                "UseWebSockets",
                "Its AllowedOrigins do not hold \"https://other.example\".",
                "Add \"https://other.example\" to WebSocketOptions.AllowedOrigins"
            )
            {
                Headers = [("Origin", "https://other.example")],
                Map = (app, _) =>
                {
                    app.UseWebSockets(new WebSocketOptions { AllowedOrigins = { "https://app.example" } });
                    app.Map("/ws", EchoEndpoint.RunAsync);
                },
            },
            new(
                "MaxConcurrentUpgradedConnections",
                HttpStatusCode.InternalServerError,
                "Kestrel",
                "As many sockets are open as MaxConcurrentUpgradedConnections allows (0).",
                "Raise KestrelServerLimits.MaxConcurrentUpgradedConnections"
            )
            {
                Reason = "refused_after_authentication",
                IsAnsweredByServer = true,
                Services = builder =>
                    builder.WebHost.ConfigureKestrel(options => options.Limits.MaxConcurrentUpgradedConnections = 0),
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
        ];
}
