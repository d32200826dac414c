using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class RoutingSituations
{
    public static IEnumerable<Situation> All =>
        [
            new("no route", HttpStatusCode.NotFound, "routing", "No route matches \"/nowhere\"", "Correct the path")
            {
                Path = "/nowhere?access_token=x",
                Map = Mapped("/ws"),
            },
            new(
                "no route over HTTP/2",
                HttpStatusCode.NotFound,
                "routing",
                "No route matches \"/nowhere\"",
                "Correct the path"
            )
            {
                Path = "/nowhere",
                IsHttp2 = true,
                Map = Mapped("/ws"),
            },
            new(
                "a prefix too many",
                HttpStatusCode.NotFound,
                "routing",
                "The route '/ws' would match without the prefix \"/api\"",
                "the prefix that a proxy adds"
            )
            {
                Path = "/api/ws",
                Map = Mapped("/ws"),
            },
            new(
                "a prefix missing",
                HttpStatusCode.NotFound,
                "routing",
                "The path is the end of the route '/api/ws'",
                "the prefix that a proxy adds or takes"
            )
            {
                Map = Mapped("/api/ws"),
            },
            new(
                "path base in the route as well",
                HttpStatusCode.NotFound,
                "routing",
                "The route '/app/ws' would match with the path base \"/app\"",
                "Correct the path"
            )
            {
                Path = "/app/ws",
                Map = (app, guard) =>
                {
                    app.UsePathBase("/app");
                    app.UseRouting();
                    Mapped("/app/ws")(app, guard);
                },
            },
            new(
                "route constraint",
                HttpStatusCode.NotFound,
                "routing",
                "The route '/ws/{id:int}' matches the path but for its constraints.",
                "the route in the application"
            )
            {
                Path = "/ws/abc",
                Map = Mapped("/ws/{id:int}"),
            },
            new(
                "route of another host",
                HttpStatusCode.NotFound,
                "routing",
                "asks for the host app.example",
                "the route in the application"
            )
            {
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync).RequireHost("app.example"));
                },
            },
            new(
                "MapGet over HTTP/2",
                HttpStatusCode.MethodNotAllowed,
                "routing",
                "takes GET only, and this handshake is a \"CONNECT\"",
                "Map the endpoint with Map instead of MapGet"
            )
            {
                IsHttp2 = true,
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.MapGet("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "MapPost",
                HttpStatusCode.MethodNotAllowed,
                "routing",
                "takes POST only, and this handshake is a \"GET\"",
                "Map the endpoint with Map:"
            )
            {
                HasToken = true,
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.MapPost("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "short-circuited path",
                HttpStatusCode.NotFound,
                "routing",
                "is short-circuited: routing answered 404",
                "Take the path from MapShortCircuit"
            )
            {
                Map = (app, _) =>
                {
                    app.UseWebSockets();
                    app.MapShortCircuit(404, "ws");
                },
            },
            new(
                "fallback page",
                HttpStatusCode.OK,
                "routing",
                "which answered 200 with \"text/html\". The route '/ws' would match without the prefix \"/api\"",
                "the fallback serves pages"
            )
            {
                Path = "/api/ws",
                Map = (app, guard) =>
                {
                    Mapped("/ws")(app, guard);
                    app.MapFallback(context =>
                    {
                        context.Response.ContentType = "text/html";
                        return context.Response.WriteAsync("<html></html>");
                    });
                },
            },
            new(
                "endpoint chosen and never executed",
                HttpStatusCode.InternalServerError,
                "routing",
                "ended without executing it",
                "Let the request pass the branch"
            )
            {
                HasToken = true,
                IsAnsweredByServer = true,
                Map = (app, guard) =>
                {
                    app.MapWhen(_ => true, _ => { });
                    Mapped("/ws")(app, guard);
                },
            },
        ];

    private static Action<WebApplication, Func<IEndpointConventionBuilder, IEndpointConventionBuilder>> Mapped(
        string pattern
    ) =>
        (app, guard) =>
        {
            app.UseWebSockets();
            guard(app.Map(pattern, EchoEndpoint.RunAsync));
        };
}
