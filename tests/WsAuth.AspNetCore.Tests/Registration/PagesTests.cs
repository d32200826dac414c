using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>The servers of docs/tickets.md and docs/locations.md do what the pages say. Their code stands here.</summary>
public sealed class PagesTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task The_server_of_the_page_of_tickets_issues_them_by_token_and_by_cookie()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.MapGet("/login", SignInAsync);
                app.Map("/ws", ChatAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket"); // for callers with a JWT
                app.MapWsAuthTickets("/account/ws-ticket", "Cookies"); // for those whom another scheme knows
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.AddAuthentication("Cookies").AddCookie("Cookies");
                builder.Services.AddAuthorization();
            },
            variables: _variables
        );
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var login = await browser.GetAsync(host.Http("/login"));

        foreach (
            var (tickets, token) in new[] { ("/auth/ws-ticket", host.MintJwt("u1")), ("/account/ws-ticket", null) }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.Http(tickets));
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            LeakWatch.ProtectToken(json.RootElement.GetProperty("ticket").GetString()!);

            using var socket = await host.ConnectAsync(json.RootElement.GetProperty("path").GetString()!);
            Assert.Equal("hello u1", await socket.HearAsync());
        }
    }

    [Fact]
    public async Task The_server_of_the_page_of_locations_reads_the_first_message()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws/first", ChatAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
            },
            variables: _variables
        );
        using var socket = await host.ConnectAsync("/ws/first");

        Assert.Equal(
            """{"action":"auth_ok"}""",
            await socket.AskAsync($$"""{"action":"auth","token":"{{host.MintJwt("u1")}}"}""")
        );
        Assert.Equal("hello u1", await socket.HearAsync());
    }

    private static Task SignInAsync(HttpContext context) =>
        context.SignInAsync("Cookies", new(new ClaimsIdentity([new Claim("sub", "u1")], "Cookies")));

    private static async Task ChatAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes($"hello {context.User.FindFirst("sub")!.Value}"),
            WebSocketMessageType.Text,
            true,
            context.RequestAborted
        );
    }
}
