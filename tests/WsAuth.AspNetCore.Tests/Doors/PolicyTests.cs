using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>The application's own authorization policies compose with the door.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task A_policy_that_says_no_is_named_with_the_roles_it_asks_for()
    {
        await using var host = await StartAsync();

        var byPolicy = await host.ConnectInVainAsync("/premium", host.MintJwt());
        var byRole = await host.ConnectInVainAsync("/admin", host.MintJwt());

        Assert.Equal((HttpStatusCode.Forbidden, "not_authorized"), (byPolicy.Status, byPolicy.Reason));
        Assert.Equal((HttpStatusCode.Forbidden, "not_authorized"), (byRole.Status, byRole.Reason));
        Assert.Contains(
            "Subject \"u1\"; the endpoint asks for policy 'premium'. Not met: \"ClaimsAuthorizationRequirement:Claim.Type=plan",
            host.Logs.Handshakes[0].Message,
            StringComparison.Ordinal
        );
        Assert.Contains("a role of 'admin,owner'", host.Logs.Handshakes[1].Message, StringComparison.Ordinal);
        Assert.Contains(
            "Not met: \"RolesAuthorizationRequirement:",
            host.Logs.Handshakes[1].Message,
            StringComparison.Ordinal
        );
        Assert.Equal(2, host.Logs.Handshakes.Count);
    }

    [Fact]
    public async Task A_policy_that_is_satisfied_lets_in()
    {
        await using var host = await StartAsync();

        using var byPolicy = await host.ConnectAsync(
            "/premium",
            host.MintJwt("u1", content => content.Claims["plan"] = "premium")
        );
        using var byRole = await host.ConnectAsync(
            "/admin",
            host.MintJwt("u1", content => content.Claims["role"] = new[] { "reader", "owner" })
        );

        Assert.Equal("hello", await byPolicy.AskAsync("hello"));
        Assert.Equal("hello", await byRole.AskAsync("hello"));
    }

    [Fact]
    public async Task A_caller_without_a_credential_is_unauthenticated_and_not_forbidden()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync("/premium");

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (refusal.Status, refusal.Reason));
    }

    [Fact]
    public async Task A_fallback_policy_guards_endpoints_without_metadata_by_the_only_scheme()
    {
        await using var host = await StartAsync(options =>
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()
        );

        var nobody = await host.ConnectInVainAsync("/unmarked");
        using var socket = await host.ConnectAsync("/unmarked", host.MintJwt());

        Assert.Equal("credential_missing", nobody.Reason);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task Another_default_policy_counts_at_the_door()
    {
        await using var host = await StartAsync(options =>
            options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireClaim("plan", "premium").Build()
        );

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt());

        Assert.Equal("not_authorized", refusal.Reason);
    }

    private static Task<KestrelHost> StartAsync(Action<AuthorizationOptions>? configure = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/premium", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt).RequireAuthorization("premium");
                app.Map("/admin", EchoEndpoint.RunAsync)
                    .RequireAuthorization(new AuthorizeAttribute { Roles = "admin,owner" })
                    .RequireWsAuth(TokenKind.Jwt);
                app.Map("/unmarked", EchoEndpoint.RunAsync);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.AddAuthorization(options =>
                {
                    options.AddPolicy("premium", policy => policy.RequireClaim("plan", "premium"));
                    configure?.Invoke(options);
                });
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
