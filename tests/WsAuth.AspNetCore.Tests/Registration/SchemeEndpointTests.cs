using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>Whatever way an endpoint comes to the scheme, its secret has to resolve before the host listens.</summary>
public sealed class SchemeEndpointTests
{
    public static TheoryData<string> Ways =>
        ["attribute", "inline policy", "named policy", "fallback policy", "default scheme"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_secret_has_to_resolve_at_start(string way)
    {
        await using var host = Build(way, new TestVariables());

        var exception = await Assert.ThrowsAsync<SecretConfigurationException>(host.StartAsync);

        Assert.Contains(
            "set env:JWT_SECRET_PRODUCTION or env:JWT_SECRET_KEY",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task It_is_warned_about_since_a_socket_there_is_not_watched(string way)
    {
        await using var host = Build(way, new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() });

        await host.StartAsync();

        Assert.Contains(
            "/plain",
            Assert.Single(host.Logs.All, entry => entry.Id.Name == "BareScheme").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_open_endpoint_needs_no_secret()
    {
        await using var host = Build("open", new TestVariables());

        await host.StartAsync();

        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Name == "BareScheme");
    }

    private static KestrelHost Build(string way, TestVariables variables) =>
        KestrelHost.Build(
            app =>
            {
                var endpoint = app.Map("/plain", (RequestDelegate)(context => context.Response.WriteAsync("in")));
                _ = way switch
                {
                    "attribute" => endpoint.WithMetadata(
                        new AuthorizeAttribute { AuthenticationSchemes = WsAuthDefaults.AuthenticationScheme }
                    ),
                    "inline policy" => endpoint.RequireAuthorization(policy =>
                        policy.AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme).RequireAuthenticatedUser()
                    ),
                    "named policy" => endpoint.RequireAuthorization("named"),
                    "default scheme" => endpoint.RequireAuthorization(),
                    _ => endpoint,
                };
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                var authorization = builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy(
                        "named",
                        policy =>
                            policy
                                .AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme)
                                .RequireAuthenticatedUser()
                    );
                if (way == "fallback policy")
                {
                    authorization.SetFallbackPolicy(
                        new AuthorizationPolicyBuilder(WsAuthDefaults.AuthenticationScheme)
                            .RequireAuthenticatedUser()
                            .Build()
                    );
                }
            },
            variables: variables
        );
}
