using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>What else on an endpoint or in a pipeline might let a request through, and must not.</summary>
public sealed class OpenDoorAttackTests
{
    private readonly string _edgeSecret = TestSecrets.Hex();
    private int _handlerRuns;

    [Theory]
    [InlineData("/anonymous-after")]
    [InlineData("/anonymous-before")]
    [InlineData("/group/anonymous")]
    public async Task AllowAnonymous_does_not_open_the_door(string path)
    {
        await using var host = await StartAsync(app =>
        {
            app.Map("/anonymous-after", Handle).RequireWsAuth(TokenKind.Jwt).AllowAnonymous();
            app.Map("/anonymous-before", Handle).AllowAnonymous().RequireWsAuth(TokenKind.Jwt);
            app.MapGroup("/group").RequireWsAuth(TokenKind.Jwt).Map("/anonymous", Handle).AllowAnonymous();
        });

        var refusal = await host.ConnectInVainAsync(path);
        using var plain = await host.Http(path).GetAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (refusal.Status, refusal.Reason));
        Assert.Equal(HttpStatusCode.Unauthorized, plain.StatusCode);
        Assert.Equal(0, _handlerRuns);
    }

    [Fact]
    public async Task Another_scheme_in_the_same_policy_does_not_open_the_door()
    {
        await using var host = await StartAsync(
            app =>
            {
                app.Map("/ws", Handle)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy =>
                        policy
                            .AddAuthenticationSchemes(CookieAuthenticationDefaults.AuthenticationScheme)
                            .RequireAuthenticatedUser()
                    );
                app.MapGet("/sign-in", SignIn);
            },
            builder => builder.Services.AddAuthentication().AddCookie()
        );
        using var signIn = await host.Http("/sign-in").GetAsync();
        var cookie = Assert.Single(signIn.Headers.GetValues("Set-Cookie")).Split(';')[0];

        var refusal = await host.ConnectInVainAsync("/ws", null, options => options.SetRequestHeader("Cookie", cookie));

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (refusal.Status, refusal.Reason));
        Assert.Equal(0, _handlerRuns);
    }

    [Fact]
    public async Task A_pipeline_that_is_re_executed_to_another_endpoint_decides_anew()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute("/edge");
            app.Map("/gone", Gone).RequireWsAuth(TokenKind.Jwt);
            app.Map("/edge", Handle).RequireWsAuth(TokenKind.SharedSecret);
        });

        using var answer = await host.Http("/gone").GetAsync(host.MintJwt());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("credential_kind_refused", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Equal(0, _handlerRuns);
    }

    [Fact]
    public async Task An_exception_handlers_endpoint_decides_anew()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseExceptionHandler("/edge");
            app.Map("/broken", _ => throw new InvalidOperationException("broken")).RequireWsAuth(TokenKind.Jwt);
            app.Map("/edge", Handle).RequireWsAuth(TokenKind.SharedSecret);
        });

        using var answer = await host.Http("/broken").GetAsync(host.MintJwt());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, _handlerRuns);
    }

    [Fact]
    public async Task A_re_executed_endpoint_that_takes_the_same_kind_lets_the_same_caller_in()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute("/other");
            app.Map("/gone", Gone).RequireWsAuth(TokenKind.Jwt);
            app.Map("/other", Handle).RequireWsAuth(TokenKind.Jwt);
        });

        using var answer = await host.Http("/gone").GetAsync(host.MintJwt());

        Assert.Equal(1, _handlerRuns);
    }

    [Fact]
    public async Task A_kind_of_another_endpoint_opens_none()
    {
        await using var host = await StartAsync(app =>
        {
            app.Map("/ws", Handle).RequireWsAuth(TokenKind.Jwt);
            app.Map("/edge", Handle).RequireWsAuth(TokenKind.SharedSecret);
        });

        var byToken = await host.ConnectInVainAsync("/edge", host.MintJwt());
        var bySecret = await host.ConnectInVainAsync("/ws", _edgeSecret);

        Assert.Equal("credential_kind_refused", byToken.Reason);
        Assert.Equal("credential_kind_refused", bySecret.Reason);
        Assert.Equal(0, _handlerRuns);
    }

    private Task Handle(HttpContext context)
    {
        Interlocked.Increment(ref _handlerRuns);
        return context.WhoAmIAsync();
    }

    private static Task Gone(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task SignIn(HttpContext context) =>
        context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "anna")], "Cookies"))
        );

    private Task<KestrelHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                map(app);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                configure?.Invoke(builder);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = _edgeSecret }
        );
}
