using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A ticket endpoint that can be of no use is found when the host starts.</summary>
public sealed class TicketStartTests
{
    private const int InVain = 2108;

    [Fact]
    public async Task Tickets_that_no_endpoint_accepts_are_warned_about()
    {
        await using var host = await StartAsync(app =>
        {
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            app.MapWsAuthTickets("/auth/ws-ticket");
        });

        var line = Assert.Single(host.Logs.All, entry => entry.Id.Id == InVain);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.StartsWith("/auth/ws-ticket issues connection tickets", line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_door_that_accepts_them_is_enough(bool isLean)
    {
        await using var host = await StartAsync(app =>
        {
            app.MapWsAuthTickets("/auth/ws-ticket");
            if (isLean)
            {
                app.UseWsAuth(TokenKind.Ticket);
            }
            else
            {
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
            }
        });

        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Id == InVain);
    }

    [Fact]
    public async Task A_scheme_that_does_not_exist_stops_the_start()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StartAsync(app => app.MapWsAuthTickets("/auth/ws-ticket", "Cookeis"))
        );

        Assert.StartsWith(
            "/auth/ws-ticket issues tickets to whom the authentication scheme 'Cookeis' knows",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"Path":"/ws"}""", 200)]
    [InlineData("""{"PATH":"/ws"}""", 200)]
    [InlineData("{}", 200)]
    [InlineData("""{"path":"/ws","Path":"/admin"}""", 400)]
    [InlineData("""{"pth":"/ws"}""", 400)]
    [InlineData("""{"path":"/ws","room":"7"}""", 400)]
    public async Task A_member_that_nobody_reads_is_refused(string body, int status)
    {
        await using var host = await TicketHost.StartAsync();

        Assert.Equal(status, (await host.AskForTicketAsync(host.MintJwt(), body)).Status);
    }

    private static Task<KestrelHost> StartAsync(Action<WebApplication> map) =>
        KestrelHost.StartAsync(map, variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() });
}
