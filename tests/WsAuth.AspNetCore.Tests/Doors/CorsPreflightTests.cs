using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Observation.Observer;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>A preflight carries no credential: refusing it is the order of the pipeline's fault, and told as such.</summary>
public sealed class CorsPreflightTests
{
    private const string App = "https://app.example";

    private static readonly (string, string)[] Preflight =
    [
        ("Origin", App),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization"),
    ];

    [Theory]
    [InlineData("/auth/ws-ticket")]
    [InlineData("/any")]
    public async Task A_refused_preflight_is_named_with_the_order_that_would_answer_it(string path)
    {
        await using var host = await StartAsync(isCorsFirst: false);

        using var answer = await host.Http(path).SendAsync(HttpMethod.Options, null, Preflight);

        Assert.Equal(401, (int)answer.StatusCode);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Contains($"It is a CORS preflight of a page of \"{App}\"", line.Message, StringComparison.Ordinal);
        Assert.StartsWith("Call app.UseCors(…) before", line.Values["Fix"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Situation("preflight of the ticket endpoint")]
    public async Task Without_UseCors_the_ticket_endpoint_takes_nothing_but_POST()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.MapWsAuthTickets("/auth/ws-ticket");
                app.Map("/any", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        using var answer = await host.Http("/auth/ws-ticket").SendAsync(HttpMethod.Options, null, Preflight);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        Assert.Empty(host.Logs.Handshakes);
    }

    [Fact]
    public async Task In_that_order_it_is_answered()
    {
        await using var host = await StartAsync(isCorsFirst: true);

        using var answer = await host.Http("/auth/ws-ticket").SendAsync(HttpMethod.Options, null, Preflight);

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(App, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Any_other_OPTIONS_is_none()
    {
        await using var host = await StartAsync(isCorsFirst: false);

        using var answer = await host.Http("/any").SendAsync(HttpMethod.Options, null, ("Origin", App));

        Assert.DoesNotContain("preflight", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    private static Task<KestrelHost> StartAsync(bool isCorsFirst) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseRouting();
                if (isCorsFirst)
                {
                    app.UseCors();
                }

                app.UseAuthentication();
                app.UseAuthorization();
                if (!isCorsFirst)
                {
                    app.UseCors();
                }

                app.MapWsAuthTickets("/auth/ws-ticket").RequireCors("app");
                app.Map("/any", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
            },
            configure: builder =>
            {
                builder.Services.AddCors(cors =>
                    cors.AddPolicy("app", policy => policy.WithOrigins(App).AllowAnyHeader().AllowAnyMethod())
                );
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
