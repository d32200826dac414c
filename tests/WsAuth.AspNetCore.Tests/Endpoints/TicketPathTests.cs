using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Tickets where the path of the URL is not the path that the application was written with.</summary>
public sealed class TicketPathTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("""{"path":"/app/ws"}""")]
    [InlineData("""{"path":"/ws"}""")]
    public async Task Under_a_path_base_the_ticket_is_for_the_whole_path(string? body)
    {
        await using var host = await TicketHost.StartAsync(app =>
        {
            app.UsePathBase("/app");
            app.UseRouting();
            app.UseAuthorization();
        });

        var answer = await host.AskForTicketAsync(host.MintJwt(), body, "/app/auth/ws-ticket");

        Assert.StartsWith("/app/ws?ticket=", answer.Path, StringComparison.Ordinal);
        var outside = await host.ConnectInVainAsync(answer.Path["/app".Length..]);
        Assert.Equal("ticket_other_path", outside.Reason);
        using var socket = await host.ConnectAsync(answer.Path);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task A_base_that_is_called_as_the_configured_path_is_put_before_it()
    {
        await using var host = await TicketHost.StartAsync(app =>
        {
            app.UsePathBase("/ws");
            app.UseRouting();
            app.UseAuthorization();
        });

        var answer = await host.AskForTicketAsync(host.MintJwt(), at: "/ws/auth/ws-ticket");

        using var socket = await host.ConnectAsync(answer.Path);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_strips_a_prefix_and_says_so_the_client_connects_where_it_came_in()
    {
        await using var host = await TicketHost.StartAsync(app =>
        {
            app.UseForwardedHeaders(
                new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedPrefix }
            );
            app.UseRouting();
            app.UseAuthorization();
        });
        await using var proxy = await ReverseProxy.StartAsync(host.Address, "/service", announcesPrefix: true);

        var answer = await proxy.AskForTicketAsync(host.MintJwt(), at: "/service/auth/ws-ticket");

        Assert.StartsWith("/service/ws?ticket=", answer.Path, StringComparison.Ordinal);
        using var socket = await proxy.ConnectAsync(answer.Path);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task Behind_one_that_does_not_say_so_the_ticket_is_for_the_path_that_arrives()
    {
        await using var host = await TicketHost.StartAsync();
        await using var proxy = await ReverseProxy.StartAsync(host.Address, "/service", announcesPrefix: false);

        var answer = await proxy.AskForTicketAsync(host.MintJwt(), at: "/service/auth/ws-ticket");
        using var socket = await proxy.ConnectAsync("/service" + answer.Path);

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task Two_endpoints_with_the_same_demands_do_not_open_for_each_others_tickets()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                var sockets = app.MapGroup("/sockets").RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                sockets.Map("/chat", EchoEndpoint.RunAsync);
                sockets.Map("/admin", EchoEndpoint.RunAsync);
                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var ticket = (await host.AskForTicketAsync(host.MintJwt(), """{"path":"/sockets/chat"}""")).Ticket;

        var refusal = await host.ConnectInVainAsync($"/sockets/admin?ticket={ticket}");

        Assert.Equal("ticket_other_path", refusal.Reason);
        Assert.Contains(
            "It is for \"/sockets/chat\", this handshake is for \"/sockets/admin\".",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_use_a_ticket()
    {
        await using var host = await TicketHost.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["WsAuth:Origins"] = "https://app.example https://evil.example",
            }
        );
        var path = (await host.AskForTicketAsync(host.MintJwt(), headers: ("Origin", "https://app.example"))).Path;

        var refusal = await host.ConnectInVainAsync(path, configure: From("https://evil.example"));
        using var socket = await host.ConnectAsync(path, configure: From("https://app.example"));

        Assert.Equal("ticket_other_path", refusal.Reason);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static Action<ClientWebSocketOptions> From(string origin) =>
        options => options.SetRequestHeader("Origin", origin);
}
