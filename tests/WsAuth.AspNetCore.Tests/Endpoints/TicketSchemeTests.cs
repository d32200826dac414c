using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Tickets for callers whom another scheme knows.</summary>
public sealed class TicketSchemeTests
{
    private static readonly DateTimeOffset SessionEnd = TimeProvider.System.GetUtcNow().AddHours(2);

    [Fact]
    public async Task A_user_with_a_cookie_gets_a_ticket_and_is_the_same_user_on_the_socket()
    {
        await using var host = await StartAsync();
        var cookie = await SignInAsync(host);

        var answer = await host.AskForTicketAsync(null, at: "/auth/ws-ticket", headers: ("Cookie", cookie));
        using var socket = await host.ConnectAsync(answer.Path);

        Assert.Equal("u9 Grace True", await socket.HearAsync());
        Assert.Contains($"session ends {SessionEnd:u}", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/auth/ws-ticket")]
    [InlineData("/open/ws-ticket")]
    public async Task Without_the_cookie_there_is_none_whatever_else_is_open(string endpoint)
    {
        await using var host = await StartAsync();

        var anonymous = await host.AskForTicketAsync(null, at: endpoint);
        var byToken = await host.AskForTicketAsync(host.MintJwt(), at: endpoint);

        Assert.Equal((401, 401), (anonymous.Status, byToken.Status));
    }

    [Fact]
    public async Task A_cookie_alone_buys_nothing_where_a_JWT_is_asked_for()
    {
        await using var host = await StartAsync();

        var answer = await host.AskForTicketAsync(
            null,
            at: "/jwt/ws-ticket",
            headers: ("Cookie", await SignInAsync(host))
        );

        Assert.Equal((401, "credential_missing"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Whose_subject_is_claimed_only_gets_none()
    {
        var secret = TestSecrets.Hex();
        await using var host = await KestrelHost.StartAsync(
            app => app.MapWsAuthTickets("/auth/ws-ticket", TokenKind.SharedSecret, TokenKind.EdgeToken),
            variables: new TestVariables { ["EDGE_SECRET"] = secret }
        );

        var answer = await host.AskForTicketAsync(secret, headers: ("X-Edge-Agent-Id", "edge_1"));

        Assert.Equal((401, "credential_kind_refused"), (answer.Status, answer.Reason));
        Assert.Contains("claimed, not proven", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_names_nobody_gets_none()
    {
        var secret = TestSecrets.Hex();
        await using var host = await KestrelHost.StartAsync(
            app => app.MapWsAuthTickets("/auth/ws-ticket", TokenKind.SharedSecret, TokenKind.EdgeToken),
            variables: new TestVariables { ["EDGE_SECRET"] = secret }
        );

        var answer = await host.AskForTicketAsync(secret);

        Assert.Equal((401, "credential_kind_refused"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Tickets_for_tickets_cannot_be_mapped()
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            KestrelHost.StartAsync(app => app.MapWsAuthTickets("/auth/ws-ticket", TokenKind.Jwt, TokenKind.Ticket))
        );
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.MapPost("/login", SignInAsync);
                app.Map("/ws", TellAsync).RequireWsAuth(TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket", CookieAuthenticationDefaults.AuthenticationScheme);
                app.MapWsAuthTickets("/open/ws-ticket", CookieAuthenticationDefaults.AuthenticationScheme)
                    .AllowAnonymous();
                app.MapWsAuthTickets("/jwt/ws-ticket");
            },
            configure: builder =>
            {
                builder
                    .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                    .AddCookie(options => options.Events.OnRedirectToLogin = Refuse);
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static Task SignInAsync(HttpContext context) =>
        context.SignInAsync(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.NameIdentifier, "u9"),
                        new Claim(ClaimTypes.Name, "Grace"),
                        new Claim(ClaimTypes.Role, "operator"),
                    ],
                    CookieAuthenticationDefaults.AuthenticationScheme
                )
            ),
            new AuthenticationProperties { ExpiresUtc = SessionEnd }
        );

    private static async Task<string> SignInAsync(KestrelHost host)
    {
        using var answer = await host.Http("/login").SendAsync(HttpMethod.Post);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task TellAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var text =
            $"{context.GetHandshakeDecision()!.Subject} {context.User.Identity!.Name} {context.User.IsInRole("operator")}";
        await socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes(text),
            System.Net.WebSockets.WebSocketMessageType.Text,
            true,
            default
        );
        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);
    }
}
