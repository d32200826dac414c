using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>An endpoint that only says <c>[Authorize(AuthenticationSchemes = "WsAuth")]</c>.</summary>
public sealed class BareSchemeTests
{
    private readonly string _edgeSecret = TestSecrets.Hex();

    [Fact]
    public async Task It_takes_a_JWT_in_the_header()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/bare", host.MintJwt());
        using var answer = await host.Http("/post").SendAsync(HttpMethod.Post, host.MintJwt("u7"));

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("u7", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_takes_no_shared_secret_and_nothing_from_the_query()
    {
        await using var host = await StartAsync();

        var bySecret = await host.ConnectInVainAsync("/bare", _edgeSecret);
        var byQuery = await host.ConnectInVainAsync($"/bare?access_token={host.MintJwt()}");

        Assert.Equal("credential_kind_refused", bySecret.Reason);
        Assert.Equal("credential_misplaced", byQuery.Reason);
    }

    [Fact]
    public async Task It_is_warned_about_at_start_where_it_may_be_a_socket()
    {
        await using var host = await StartAsync();

        var warning = Assert.Single(host.Logs.All, entry => entry.Id.Name == "BareScheme").Message;

        Assert.Contains("/bare", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("/post", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("/wrapped", warning, StringComparison.Ordinal);
        Assert.Contains("call RequireWsAuth", warning, StringComparison.Ordinal);
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/bare", Bare);
                app.MapPost("/post", HttpConversation.WhoAmIAsync)
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "WsAuth" });
                app.Map("/wrapped", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = _edgeSecret }
        );

    [Authorize(AuthenticationSchemes = "WsAuth")]
    private static Task Bare(HttpContext context) => EchoEndpoint.RunAsync(context);
}
