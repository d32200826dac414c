using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Who was refused is the one who asks: nothing that closes the rest of an application closes these endpoints.</summary>
public sealed class OpenDiagnosticsTests
{
    [Fact]
    public async Task Neither_a_fallback_policy_nor_a_lean_door_closes_them()
    {
        await using var host = await DiagnosticsHost.StartAsync(
            before: app => app.UseWsAuth(TokenKind.Jwt),
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddFallbackPolicy("all", policy => policy.RequireAuthenticatedUser());
            }
        );

        var told = await host.AskAsync(await host.RefuseAsync());

        Assert.Equal("credential_invalid", told["reason"]);
    }

    [Fact]
    public async Task Nor_does_a_group_that_is_guarded_though_the_rest_of_it_stays_closed()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                var guarded = app.MapGroup("/live").RequireWsAuth(TokenKind.Jwt).RequireAuthorization();
                guarded.Map("/ws", EchoEndpoint.RunAsync);
                guarded.MapWsAuthDiagnostics("/explain");
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var id = await host.RefuseAsync("/live/ws");

        using var told = await host.Http($"/live/explain/attempts/{id}").GetAsync();
        using var page = await host.Http("/live/explain/reasons/token_expired").GetAsync();
        using var closed = await host.Http("/live/ws").GetAsync();

        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        var json = await DiagnosticsHost.ReadAsync(told);
        Assert.Equal("/live/explain/reasons/credential_invalid", json["help"]);
    }
}
