using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Operators are known by the scheme that their policy names, whatever is the default.</summary>
public sealed class OperatorPolicyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_names_its_scheme_holds_beside_cookies_and_one_that_names_none_is_warned_about(
        bool namesScheme
    )
    {
        await using var host = await StartAsync(namesScheme, hasCookies: true);
        var token = host.MintJwt("u1", content => content.Claims["role"] = "ops");

        using var answer = await host.Http("/ws-auth/secrets").GetAsync(token);

        Assert.Equal(namesScheme ? 200 : 404, (int)answer.StatusCode);
        var warned = host.Logs.All.Where(line => line.Id.Id == 2111).ToList();
        if (namesScheme)
        {
            Assert.Empty(warned);
        }
        else
        {
            Assert.Contains(
                "the default one knows the operators: Cookies",
                Assert.Single(warned).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Where_WsAuth_is_the_only_scheme_nothing_is_to_be_warned_about()
    {
        await using var host = await StartAsync(namesScheme: false, hasCookies: false);

        Assert.DoesNotContain(host.Logs.All, line => line.Id.Id == 2111);
    }

    private static Task<KestrelHost> StartAsync(bool namesScheme, bool hasCookies) =>
        KestrelHost.StartAsync(
            app => app.MapWsAuthDiagnostics("/ws-auth", options => options.OperatorPolicy = "ops"),
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                if (hasCookies)
                {
                    builder.Services.AddAuthentication("Cookies").AddCookie();
                }

                if (namesScheme)
                {
                    builder
                        .Services.AddAuthorizationBuilder()
                        .AddPolicy("ops", policy => policy.AddAuthenticationSchemes("WsAuth").RequireRole("ops"));
                }
                else
                {
                    builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireRole("ops"));
                }
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
