using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

internal static class AuthorizationSituations
{
    public static IEnumerable<Situation> All =>
        [
            new(
                "fallback policy",
                HttpStatusCode.Redirect,
                "authorization",
                "The endpoint '/ws' asks for nobody, so the application's FallbackPolicy applied: the scheme 'Cookies' was challenged, which redirects to \"",
                "Call RequireWsAuth on the endpoint, or AllowAnonymous"
            )
            {
                Services = WithCookiesAndFallback,
                Path = "/ws?access_token=x",
                Map = (app, _) =>
                {
                    app.UseWebSockets();
                    app.Map("/ws", EchoEndpoint.RunAsync);
                },
            },
            new(
                "fallback policy where no route matches",
                HttpStatusCode.Redirect,
                "authorization",
                "The path \"/nowhere\" asks for nobody",
                "No endpoint was chosen for this path"
            )
            {
                Services = WithCookiesAndFallback,
                Path = "/nowhere",
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync));
                },
            },
            new(
                "another scheme's challenge",
                HttpStatusCode.Redirect,
                "scheme 'Cookies'",
                "The endpoint '/ws' was refused by authorization, and the scheme 'Cookies' was challenged",
                "Call RequireWsAuth on the endpoint, and take the demand for the other scheme"
            )
            {
                Services = builder =>
                {
                    builder.Services.AddAuthentication("Cookies").AddCookie();
                    builder.Services.AddAuthorization();
                },
                Map = Demanding(),
            },
            new(
                "challenge of the application's own scheme",
                HttpStatusCode.Unauthorized,
                "scheme 'HomeMade'",
                "the scheme 'HomeMade' was challenged",
                "Call RequireWsAuth on the endpoint"
            )
            {
                Services = AddHomeMade,
                Map = Demanding(),
            },
            new(
                "challenge over HTTP/2",
                HttpStatusCode.Unauthorized,
                "scheme 'HomeMade'",
                "the scheme 'HomeMade' was challenged",
                "Call RequireWsAuth on the endpoint"
            )
            {
                IsHttp2 = true,
                Services = AddHomeMade,
                Map = Demanding(),
            },
            new(
                "no scheme to challenge",
                HttpStatusCode.InternalServerError,
                "authorization",
                "there was no scheme to challenge: it threw InvalidOperationException",
                "name a scheme: AddAuthentication(scheme)"
            )
            {
                IsAnsweredByServer = true,
                Services = builder =>
                {
                    builder.Services.AddAuthentication().AddCookie("A").AddCookie("B");
                    builder.Services.AddAuthorization();
                },
                Map = Demanding(),
            },
            new(
                "authorization result handler",
                (HttpStatusCode)418,
                "authorization",
                "was given without a challenge",
                "Call RequireWsAuth on the endpoint"
            )
            {
                Services = builder =>
                {
                    AddHomeMade(builder);
                    builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Teapot>();
                },
                Map = Demanding(),
            },
            new(
                "UseCors missing",
                HttpStatusCode.InternalServerError,
                "UseCors",
                "'/ws' has metadata that UseCors has to look at",
                "Call app.UseCors() after UseRouting"
            )
            {
                HasToken = true,
                IsAnsweredByServer = true,
                Services = builder => builder.Services.AddCors(),
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync).RequireCors("pages"));
                },
            },
            new(
                "UseAntiforgery missing",
                HttpStatusCode.InternalServerError,
                "UseAntiforgery",
                "'/ws' has metadata that UseAntiforgery has to look at",
                "Call app.UseAntiforgery() after UseRouting"
            )
            {
                HasToken = true,
                IsAnsweredByServer = true,
                Map = (app, guard) =>
                {
                    app.UseWebSockets();
                    guard(app.Map("/ws", EchoEndpoint.RunAsync).WithMetadata(new RequireAntiforgeryTokenAttribute()));
                },
            },
        ];

    private static void WithCookiesAndFallback(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void AddHomeMade(WebApplicationBuilder builder)
    {
        builder
            .Services.AddAuthentication(HomeMadeScheme.Name)
            .AddScheme<AuthenticationSchemeOptions, HomeMadeScheme>(HomeMadeScheme.Name, null);
        builder.Services.AddAuthorization();
    }

    private static Action<WebApplication, Func<IEndpointConventionBuilder, IEndpointConventionBuilder>> Demanding() =>
        (app, _) =>
        {
            app.UseWebSockets();
            app.Map("/ws", EchoEndpoint.RunAsync).RequireAuthorization();
        };

    private sealed class Teapot : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next,
            HttpContext context,
            AuthorizationPolicy policy,
            PolicyAuthorizationResult authorizeResult
        )
        {
            context.Response.StatusCode = 418;
            return Task.CompletedTask;
        }
    }
}
