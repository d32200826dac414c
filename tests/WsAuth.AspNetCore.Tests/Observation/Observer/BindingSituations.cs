using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class BindingSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "parameter taken for a query parameter",
                HttpStatusCode.BadRequest,
                "model binding",
                "The handler of '/ws' never ran: its parameter 'room' (string) is not in the request's query string",
                "Make the parameter optional"
            )
            {
                Reason = "refused_after_authentication",
                Map = Bound,
            },
            new(
                "parameter of another type",
                HttpStatusCode.BadRequest,
                "model binding",
                "its parameter 'room' (int) could not be read from what was sent",
                "Make the parameter optional"
            )
            {
                Reason = "refused_after_authentication",
                Path = "/ws?room=abc",
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", (HttpContext context, int room) => EchoEndpoint.RunAsync(context)));
                },
            },
            new(
                "parameter in Development",
                HttpStatusCode.BadRequest,
                "model binding",
                "the framework could not bind its parameters",
                "Compare the handler's parameters with what the client sends."
            )
            {
                Reason = "refused_after_authentication",
                Environment = "Development",
                IsAnsweredByServer = true,
                Services = builder =>
                    builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true),
                Map = Bound,
            },
            new(
                "model state of a controller",
                HttpStatusCode.BadRequest,
                "model binding",
                "its model state is invalid",
                "Make the parameter nullable"
            )
            {
                Path = "/controller/socket",
                Services = builder => builder.Services.AddControllers().AddApplicationPart(typeof(Situation).Assembly),
                Map = (app, _) =>
                {
                    app.UseWebSockets();
                    app.MapControllers();
                },
            },
        ];

    private static void Bound(WebApplication app, Func<IEndpointConventionBuilder, IEndpointConventionBuilder> guard)
    {
        app.UseWebSockets();
        guard(app.Map("/ws", (HttpContext context, string room) => EchoEndpoint.RunAsync(context)));
    }
}

[ApiController]
[Route("controller/socket")]
public sealed class SocketController : ControllerBase
{
    [HttpGet]
    public Task Get(string room) => EchoEndpoint.RunAsync(HttpContext);
}
