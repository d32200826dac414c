using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>What code behind a door does afterwards, and must neither widen nor lose what was decided.</summary>
public sealed class BehindTheDoorTests
{
    private readonly string _edgeSecret = TestSecrets.Hex();

    [Fact]
    public async Task A_role_that_a_claims_transformation_took_away_does_not_come_back()
    {
        await using var host = await StartAsync(
            app =>
                app.Map(
                        "/role",
                        (HttpContext context) =>
                            $"{context.User.Identity!.AuthenticationType} {context.User.IsInRole("admin")}"
                    )
                    .RequireWsAuth(TokenKind.Jwt),
            builder => builder.Services.AddSingleton<IClaimsTransformation, WithoutRoles>()
        );

        using var answer = await host.Http("/role").GetAsync(host.MintJwt("u1", jwt => jwt.Claims["role"] = "admin"));

        Assert.Equal("Mapped False", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_endpoint_that_another_one_runs_decides_by_its_own_kinds()
    {
        var ran = false;
        await using var host = await StartAsync(app =>
        {
            app.Map("/inner", context => Answer(context, () => ran = true)).RequireWsAuth(TokenKind.Jwt);
            app.Map("/outer", context => Find(context, "/inner").RequestDelegate!(context))
                .RequireWsAuth(TokenKind.SharedSecret);
        });

        using var answer = await host.Http("/outer").GetAsync(_edgeSecret);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("credential_kind_refused", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.False(ran);
    }

    [Fact]
    public async Task Asking_the_scheme_behind_the_lean_door_does_not_replace_its_decision()
    {
        HandshakeDecision? before = null;
        HandshakeDecision? after = null;
        bool? isAuthenticatedByScheme = null;
        await using var host = await StartAsync(app =>
        {
            app.UseWsAuth(TokenKind.SharedSecret);
            app.Run(async context =>
            {
                before = context.GetHandshakeDecision();
                isAuthenticatedByScheme = (await context.AuthenticateAsync("WsAuth")).Succeeded;
                after = context.GetHandshakeDecision();
                await EchoEndpoint.RunAsync(context);
            });
        });

        using var socket = await host.ConnectAsync("/", _edgeSecret);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.False(isAuthenticatedByScheme);
        Assert.NotNull(before);
        Assert.Same(before, after);
        Assert.Single(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_decision_that_outlives_its_request_tells_nothing_of_the_next_one_on_the_connection()
    {
        HandshakeDecision? kept = null;
        string? seen = null;
        await using var host = await StartAsync(app =>
        {
            app.Map("/first", context => Answer(context, () => kept = context.GetHandshakeDecision()))
                .RequireWsAuth(TokenKind.Jwt);
            app.Map("/second", context => Answer(context, () => seen = kept!.RequestedSessionId));
        });
        using var connection = new RawHttpConnection(host.Address);

        await connection.AskAsync("GET /first HTTP/1.1", $"Authorization: Bearer {host.MintJwt("u1")}");
        await connection.AskAsync("GET /second HTTP/1.1", "X-Session-Id: of-another-user");

        Assert.Equal("session_u1", seen);
    }

    private static Task Answer(HttpContext context, Action act)
    {
        act();
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static RouteEndpoint Find(HttpContext context, string pattern) =>
        context
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Single(endpoint => endpoint.RoutePattern.RawText == pattern);

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

    private sealed class WithoutRoles : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) =>
            Task.FromResult(
                new ClaimsPrincipal(
                    new ClaimsIdentity(principal.Claims.Where(claim => claim.Type != "role"), "Mapped", "sub", "role")
                )
            );
    }
}
