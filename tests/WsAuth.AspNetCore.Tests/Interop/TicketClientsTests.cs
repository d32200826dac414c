using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>Clients of other stacks fetch a ticket by POST and connect with it, in each place where a ticket may stand.</summary>
public sealed class TicketClientsTests
{
    private const string Node = "connect-ticket.js";
    private const string Python = "connect_ticket.py";

    [NodeTheory]
    [InlineData("query", "", "query parameter ticket")]
    [InlineData("subprotocol", "chat.v1", "sub-protocol")]
    [InlineData("first", "", "first message")]
    public Task Node_connects(string place, string echoed, string location) =>
        AssertConnectsAsync(Node, place, echoed, location);

    [PythonTheory]
    [InlineData("query", null, "query parameter ticket")]
    [InlineData("subprotocol", "chat.v1", "sub-protocol")]
    [InlineData("first", null, "first message")]
    public Task Python_connects(string place, string? echoed, string location) =>
        AssertConnectsAsync(Python, place, echoed, location);

    [NodeTheory]
    [InlineData("query")]
    [InlineData("subprotocol")]
    public Task Node_is_told_that_a_ticket_is_for_another_path(string place) => AssertOtherPathAsync(Node, place);

    [PythonTheory]
    [InlineData("query")]
    [InlineData("subprotocol")]
    public Task Python_is_told_that_a_ticket_is_for_another_path(string place) => AssertOtherPathAsync(Python, place);

    [NodeFact]
    public Task Node_gets_no_ticket_without_a_credential() => AssertNoTicketAsync(Node);

    [PythonFact]
    public Task Python_gets_no_ticket_without_a_credential() => AssertNoTicketAsync(Python);

    private static async Task AssertConnectsAsync(string script, string place, string? echoed, string location)
    {
        await using var host = await StartAsync();

        var outcome = await ConnectAsync(script, host, host.MintJwt(), place, place == "first" ? "/first" : "/ws");

        Assert.Equal((true, """{"type":"pong"}""", echoed), (outcome.Opened, outcome.Answer, outcome.Protocol));
        var record = Assert.Single(
            host.Logs.Handshakes,
            entry => "ticket".Equals(entry.Values.GetValueOrDefault("Kind"))
        );
        Assert.Contains($"location {location}", record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    private static async Task AssertOtherPathAsync(string script, string place)
    {
        // A rewriting proxy: the client's /old is this application's /ws.
        await using var host = await StartAsync(app =>
            app.Use(
                (context, next) =>
                {
                    if (context.Request.Path == "/old")
                    {
                        context.Request.Path = "/ws";
                    }

                    return next(context);
                }
            )
        );

        var outcome = await ConnectAsync(script, host, host.MintJwt(), place, "/old");

        Assert.Equal((false, 401, "ticket_other_path"), (outcome.Opened, outcome.Status, outcome.Reason));
    }

    private static async Task AssertNoTicketAsync(string script)
    {
        await using var host = await StartAsync();

        var outcome = await ConnectAsync(script, host, "session_1", "query", "/ws");

        Assert.Equal((false, 401, "credential_kind_refused"), (outcome.Opened, outcome.Status, outcome.Reason));
    }

    private static Task<ConnectOutcome> ConnectAsync(
        string script,
        KestrelHost host,
        string token,
        string place,
        string path
    ) => ClientScript.ConnectWithTicketAsync(script, host.Http("/auth/ws-ticket"), host.WebSocket(path), token, place);

    private static Task<KestrelHost> StartAsync(Action<WebApplication>? before = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.UseWebSockets();
                app.UseRouting();
                app.UseAuthorization();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Ticket);
                app.Map("/first", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Ticket];
                        endpoint.FirstMessage = true;
                    });
                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
