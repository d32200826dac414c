using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tokens.Ticket;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Of many simultaneous handshakes with one ticket exactly one is upgraded.</summary>
public sealed class TicketRaceTests
{
    private const int Rivals = 64;

    [Fact]
    public async Task Sixty_four_at_a_time_two_hundred_times_over()
    {
        await using var host = await TicketHost.StartAsync(
            settings: new Dictionary<string, string?> { ["WsAuth:Tickets:PerPrincipal"] = "1000" }
        );
        var authenticator = host.Services.GetRequiredService<HandshakeAuthenticator>();
        var issuer = host.Services.GetRequiredService<TicketIssuer>();
        var requirements = new HandshakeRequirements([TokenKind.Ticket]);
        for (var round = 0; round < 200; round++)
        {
            var ticket = LeakWatch.ProtectToken(
                issuer.Issue(new TicketRequest { Principal = Principal(), Path = "/ws" }).DangerousGetText()
            );
            using var start = new ManualResetEventSlim();
            var racing = Enumerable
                .Range(0, Rivals)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        start.Wait();
                        return await authenticator.AuthenticateAsync(new Presented(ticket), requirements, default);
                    })
                )
                .ToList();
            start.Set();
            var decisions = await Task.WhenAll(racing);

            Assert.Single(decisions, decision => decision.IsAccepted);
            Assert.All(
                decisions.Where(decision => !decision.IsAccepted),
                decision => Assert.Equal("ticket_used", decision.Refusal!.Reason.Code)
            );
        }
    }

    [Theory]
    [InlineData("RequireWsAuth")]
    [InlineData("UseWsAuth")]
    [InlineData("both")]
    public async Task Over_real_sockets_through_either_door(string door)
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                if (door != "RequireWsAuth")
                {
                    app.UseWsAuth(TokenKind.Ticket);
                }

                var endpoint = app.Map("/ws", EchoEndpoint.RunAsync);
                if (door != "UseWsAuth")
                {
                    endpoint.RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                }

                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        for (var round = 0; round < 4; round++)
        {
            var path = (await host.AskForTicketAsync(host.MintJwt())).Path;

            var opened = await Task.WhenAll(Enumerable.Range(0, Rivals).Select(_ => OpensAsync(host, path)));

            Assert.Single(opened, isOpen => isOpen);
        }

        Assert.Equal(
            4 * (Rivals - 1),
            host.Logs.Handshakes.Count(entry => Equals(entry.Values.GetValueOrDefault("Reason"), "ticket_used"))
        );
    }

    private static async Task<bool> OpensAsync(KestrelHost host, string path)
    {
        try
        {
            using var socket = await host.ConnectAsync(path);
            return await socket.AskAsync("hello") == "hello";
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private static System.Security.Claims.ClaimsPrincipal Principal() =>
        new(new System.Security.Claims.ClaimsIdentity([new("sub", "u1")], "Test"));

    private sealed class Presented(string ticket) : HandshakeRequest
    {
        public override bool IsHandshake => true;

        public override string Path => "/ws";

        public override string RawQuery => "?ticket=…";

        public override StringValues Header(string name) => StringValues.Empty;

        public override StringValues Query(string name) => name == "ticket" ? ticket : StringValues.Empty;
    }
}
