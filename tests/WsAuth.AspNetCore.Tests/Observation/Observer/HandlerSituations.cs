using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class HandlerSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "handler throws",
                HttpStatusCode.InternalServerError,
                "the handler",
                "It threw TimeZoneNotFoundException; the answer is 500.",
                "the exception stands in the log of the application"
            )
            {
                Reason = "handler_failed",
                IsAnsweredByServer = true,
                Map = Handling(_ => throw new TimeZoneNotFoundException()),
            },
            new(
                "handler never accepts",
                HttpStatusCode.OK,
                "the handler",
                "'/ws' returned without accepting the WebSocket and without an answer",
                "Have the handler call AcceptWebSocketAsync"
            )
            {
                Reason = "never_accepted",
                Map = Handling(_ => Task.CompletedTask),
            },
            new(
                "handler never accepts over HTTP/2",
                HttpStatusCode.OK,
                "the handler",
                "returned without accepting the WebSocket",
                "Have the handler call AcceptWebSocketAsync"
            )
            {
                Reason = "never_accepted",
                IsHttp2 = true,
                Map = Handling(_ => Task.CompletedTask),
            },
            new(
                "handler answers instead",
                HttpStatusCode.Conflict,
                "the handler",
                "'/ws' was executed and answered 409",
                "Look at that handler and its filters."
            )
            {
                Reason = "refused_after_authentication",
                Map = Handling(context =>
                {
                    context.Response.StatusCode = 409;
                    return Task.CompletedTask;
                }),
            },
            new(
                "endpoint filter",
                HttpStatusCode.Gone,
                "the handler",
                "its handler, or a filter around it",
                "Look at that handler and its filters."
            )
            {
                Reason = "refused_after_authentication",
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(
                        app.Map("/ws", (HttpContext context) => EchoEndpoint.RunAsync(context))
                            .AddEndpointFilter((_, _) => new ValueTask<object?>(Results.StatusCode(410)))
                    );
                },
            },
            new(
                "no handshake arrives at an unguarded endpoint",
                HttpStatusCode.BadRequest,
                "the handler",
                "since what arrived is no WebSocket handshake: The request is no complete WebSocket handshake. Missing: Upgrade: websocket, Connection: Upgrade.",
                "Have the client send, and every proxy pass on, what is missing."
            )
            {
                Headers = [("Upgrade", ""), ("Connection", "")],
                Map = (app, _) =>
                {
                    app.UseWebSockets();
                    app.Map(
                        "/ws",
                        context =>
                        {
                            context.Response.StatusCode = context.WebSockets.IsWebSocketRequest ? 200 : 400;
                            return Task.CompletedTask;
                        }
                    );
                },
            },
            new(
                "hub connection of another instance",
                HttpStatusCode.NotFound,
                "the hub",
                "knows no connection of that id",
                "Use sticky sessions"
            )
            {
                Reason = "refused_after_authentication",
                Path = "/hub?id=abc",
                Services = builder => builder.Services.AddSignalR(),
                Map = (app, guard) => guard(app.MapHub<EchoHub>("/hub")),
            },
            new(
                "hub without the transport",
                HttpStatusCode.NotFound,
                "the hub",
                "does not allow the transport WebSockets",
                "Allow HttpTransportType.WebSockets in MapHub"
            )
            {
                Reason = "refused_after_authentication",
                Path = "/hub",
                Services = builder => builder.Services.AddSignalR(),
                Map = (app, guard) =>
                    guard(app.MapHub<EchoHub>("/hub", hub => hub.Transports = HttpTransportType.LongPolling)),
            },
        ];

    private static Action<WebApplication, Func<IEndpointConventionBuilder, IEndpointConventionBuilder>> Handling(
        RequestDelegate handler
    ) =>
        (app, guard) =>
        {
            app.UseWebSockets();
            guard(app.Map("/ws", handler));
        };
}
