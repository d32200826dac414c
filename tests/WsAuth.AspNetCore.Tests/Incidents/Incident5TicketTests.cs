using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>The ticket half of incident 5: tickets are issued, and no connection with one ever reaches the handler.</summary>
public sealed class Incident5TicketTests
{
    [NodeFact]
    public async Task As_it_happened_WsAuth_says_that_it_let_the_ticket_in_and_the_framework_refused_it()
    {
        // The framework takes the handler's own parameter for one of the query and cannot make it of the text there.
        await using var host = await StartAsync(
            ([FromQuery] Guid ticket, HttpContext context) => EchoEndpoint.RunAsync(context)
        );
        var answer = await host.AskForTicketAsync(host.MintJwt());

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket(answer.Path), token: null);

        Assert.Equal((200, false, 400), (answer.Status, outcome.Opened, outcome.Status));
        Assert.Contains(
            host.Logs.Messages,
            line => line.StartsWith("Connection ticket issued: \"u1\"", StringComparison.Ordinal)
        );
        var line = Assert.Single(host.Logs.Handshakes, entry => entry.Values.ContainsKey("Reason"));
        Assert.Equal(
            ("refused_after_authentication", "/ws", "model binding"),
            (line.Values["Reason"], line.Values["Endpoint"], line.Values["Layer"])
        );
        Assert.Contains(
            host.Logs.All,
            entry =>
                entry.Category.Contains("RequestDelegateGenerator", StringComparison.Ordinal)
                || entry.Category.Contains("RequestDelegateFactory", StringComparison.Ordinal)
                    && entry.Message.Contains("redacted", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    [NodeFact]
    public async Task Mended_the_handler_is_bound_to_nothing_and_the_ticket_opens_the_socket()
    {
        await using var host = await StartAsync((RequestDelegate)EchoEndpoint.RunAsync);
        var answer = await host.AskForTicketAsync(host.MintJwt());

        var first = await ClientScript.ConnectByNodeAsync(host.WebSocket(answer.Path), token: null);
        var second = await ClientScript.ConnectByNodeAsync(host.WebSocket(answer.Path), token: null);

        Assert.Equal((true, """{"type":"pong"}"""), (first.Opened, first.Answer));
        Assert.Equal((false, 401, "ticket_used"), (second.Opened, second.Status, second.Reason));
        Assert.Contains(
            "kind ticket, location query parameter ticket, key fp:",
            host.Logs.Handshakes[^2].Message,
            StringComparison.Ordinal
        );
        Assert.Contains("It was used first at", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    [NodeFact]
    public async Task A_handler_that_is_bound_to_the_text_of_the_parameter_still_runs_and_sees_none_of_it()
    {
        string? seen = null;
        await using var host = await StartAsync(
            ([FromQuery] string ticket, HttpContext context) =>
            {
                seen = ticket;
                return EchoEndpoint.RunAsync(context);
            }
        );
        var answer = await host.AskForTicketAsync(host.MintJwt());

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket(answer.Path), token: null);

        Assert.Equal((true, "redacted"), (outcome.Opened, seen));
    }

    [NodeFact]
    public async Task Late_elsewhere_and_at_another_path_it_is_told_why()
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await TicketHost.StartAsync(clock: clock);
        await using var replica = await TicketHost.StartAsync();
        var elsewhere = (await replica.AskForTicketAsync(replica.MintJwt())).Path;
        var late = (await host.AskForTicketAsync(host.MintJwt())).Path;
        clock.Advance(TimeSpan.FromSeconds(42));

        var tooLate = await ClientScript.ConnectByNodeAsync(host.WebSocket(late), token: null);
        var wrongPlace = await ClientScript.ConnectByNodeAsync(host.WebSocket(elsewhere), token: null);

        Assert.Equal(("token_expired", "ticket_other_instance"), (tooLate.Reason, wrongPlace.Reason));
        Assert.Contains("The ticket expired 1", host.Logs.Handshakes[^2].Message, StringComparison.Ordinal);
        Assert.Contains(
            "configure WsAuth:Secrets:ticket:Order",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
    }

    private static Task<KestrelHost> StartAsync(Delegate handler) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                var endpoint = handler is RequestDelegate plain ? app.Map("/ws", plain) : app.Map("/ws", handler);
                endpoint.RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
