using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Policies and schemes that somebody asked, and that refused nothing.</summary>
internal static class FalseTrailsOfAuthorization
{
    public static readonly Situation[] All =
    [
        new(
            "a policy that a middleware asks for its own purposes",
            HttpStatusCode.Forbidden,
            "unknown",
            "routing had chosen '/ws', and a middleware answered before it was executed",
            "Look at the application's own middlewares"
        )
        {
            Services = WithCookies,
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.Use(
                    async (context, next) =>
                    {
                        await AskAsync(context);
                        await next(context);
                    }
                );
                app.Use(FalseTrails.Answer(403));
                app.Map("/ws", EchoEndpoint.RunAsync);
            },
        },
        new(
            "the same, behind UseAuthorization",
            HttpStatusCode.Forbidden,
            "unknown",
            "routing had chosen '/ws', and a middleware answered before it was executed",
            "Look at the application's own middlewares"
        )
        {
            Services = WithCookies,
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.UseAuthorization();
                app.Use(
                    async (context, next) =>
                    {
                        await AskAsync(context);
                        await next(context);
                    }
                );
                app.Use(FalseTrails.Answer(403));
                app.Map("/ws", EchoEndpoint.RunAsync);
            },
        },
        new(
            "a middleware that challenges a scheme itself",
            HttpStatusCode.Found,
            "scheme 'Cookies'",
            "no policy asked for that: a middleware did",
            ""
        )
        {
            Services = WithCookiesAndFallback,
            Map = (app, _) =>
            {
                app.UseWebSockets();
                app.UseAuthorization();
                app.Use((HttpContext context, RequestDelegate _) => context.ChallengeAsync("Cookies"));
                app.Map("/ws", EchoEndpoint.RunAsync).AllowAnonymous();
            },
        },
        new(
            "a handler that forbids by a scheme itself",
            HttpStatusCode.Found,
            "the handler",
            "'/ws' was executed, and the scheme 'Cookies' forbade it",
            "Look at that handler"
        )
        {
            Reason = "refused_after_authentication",
            Services = WithCookies,
            Map = (app, guard) =>
            {
                app.UseWebSockets();
                guard(app.Map("/ws", (HttpContext context) => context.ForbidAsync("Cookies")));
            },
        },
    ];

    private static Task AskAsync(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(
                context.User,
                null,
                new AuthorizationPolicyBuilder().RequireRole("administrators").Build().Requirements
            );

    private static void WithCookies(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddCookie(CookieAuthenticationDefaults.AuthenticationScheme);
        builder.Services.AddAuthorization();
    }

    private static void WithCookiesAndFallback(WebApplicationBuilder builder)
    {
        WithCookies(builder);
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder("Cookies").RequireAuthenticatedUser().Build());
    }
}
