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

/// <summary>Beside other schemes WsAuth neither takes over nor breaks anything.</summary>
public sealed class OtherSchemesTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task A_home_made_default_scheme_keeps_its_endpoints()
    {
        await using var host = await StartAsync(HomeMadeScheme.AddAsDefault);

        using var own = await host.Http("/account").GetAsync("home-anna");
        using var nobody = await host.Http("/account").GetAsync();
        using var stranger = await host.Http("/account").GetAsync(host.MintJwt());

        Assert.Equal("anna", await own.Content.ReadAsStringAsync());
        Assert.All(
            [nobody, stranger],
            answer =>
            {
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.True(answer.Headers.Contains(HomeMadeScheme.ChallengeHeader));
                Assert.False(answer.Headers.Contains("X-WsAuth-Reason"));
            }
        );
        Assert.Empty(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_home_made_default_scheme_still_names_the_user_of_open_endpoints()
    {
        await using var host = await StartAsync(HomeMadeScheme.AddAsDefault);

        using var own = await host.Http("/open").GetAsync("home-anna");
        using var stranger = await host.Http("/open").GetAsync(host.MintJwt());

        Assert.Equal("anna", await own.Content.ReadAsStringAsync());
        Assert.Equal("nobody", await stranger.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Credentials_of_a_home_made_default_scheme_open_no_door_of_WsAuth()
    {
        await using var host = await StartAsync(HomeMadeScheme.AddAsDefault);

        using var foreign = await host.Http("/api").GetAsync("home-anna");
        using var own = await host.Http("/api").GetAsync(host.MintJwt("u1"));
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        var refusal = await host.ConnectInVainAsync("/ws", "home-anna");

        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        Assert.False(foreign.Headers.Contains(HomeMadeScheme.ChallengeHeader));
        Assert.Equal("u1", await own.Content.ReadAsStringAsync());
        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("credential_kind_refused", refusal.Reason);
    }

    [Fact]
    public async Task A_default_cookie_scheme_keeps_its_endpoints()
    {
        await using var host = await StartAsync(AddCookies);
        var cookie = await SignInAsync(host);

        using var own = await host.Http("/account").GetAsync(null, ("Cookie", cookie));
        using var stranger = await host.Http("/account").GetAsync(host.MintJwt());

        Assert.Equal("anna", await own.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.Equal("/login", stranger.Headers.Location!.AbsolutePath);
        Assert.False(stranger.Headers.Contains("X-WsAuth-Reason"));
    }

    [Fact]
    public async Task A_cookie_opens_no_door_of_WsAuth_and_a_token_does()
    {
        await using var host = await StartAsync(AddCookies);
        var cookie = await SignInAsync(host);

        var refusal = await host.ConnectInVainAsync("/ws", null, options => options.SetRequestHeader("Cookie", cookie));
        using var socket = await host.ConnectAsync(
            "/ws",
            host.MintJwt(),
            options => options.SetRequestHeader("Cookie", cookie)
        );
        using var named = await host.Http("/api").GetAsync(host.MintJwt("u1"), ("Cookie", cookie));

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (refusal.Status, refusal.Reason));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("u1", await named.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task As_the_only_scheme_it_is_the_default_one()
    {
        await using var host = await StartAsync(builder => builder.Services.AddWsAuth(builder.Configuration));

        using var own = await host.Http("/account").GetAsync(host.MintJwt("u1"));
        using var open = await host.Http("/open").GetAsync(host.MintJwt("u1"));
        using var nobody = await host.Http("/account").GetAsync();

        Assert.Equal("u1", await own.Content.ReadAsStringAsync());
        Assert.Equal("u1", await open.Content.ReadAsStringAsync());
        Assert.Equal("credential_missing", Assert.Single(nobody.Headers.GetValues("X-WsAuth-Reason")));
    }

    private static void AddCookies(WebApplicationBuilder builder)
    {
        builder.Services.AddWsAuth(builder.Configuration);
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options => options.LoginPath = "/login");
    }

    private static async Task<string> SignInAsync(KestrelHost host)
    {
        using var answer = await host.Http("/sign-in").GetAsync();
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private Task<KestrelHost> StartAsync(Action<WebApplicationBuilder> configure) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/api", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/account", HttpConversation.WhoAmIAsync).RequireAuthorization();
                app.MapGet("/open", HttpConversation.WhoAmIAsync);
                app.MapGet(
                    "/sign-in",
                    (HttpContext context) =>
                        context.SignInAsync(
                            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "anna")], "Cookies"))
                        )
                );
            },
            configure: configure,
            variables: _variables
        );
}
