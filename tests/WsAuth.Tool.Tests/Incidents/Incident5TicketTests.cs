using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Doctor;
using Xunit;
using static WsAuth.Tool.Tests.Incidents.IncidentGateway;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Outage 5: tickets are issued, and no handshake with one ever reaches the handler. No line of the ticket code told why.</summary>
public sealed class Incident5TicketTests
{
    private static readonly string[] ByTicket = ["--kind", "ticket", "--ticket-url", "/auth/ws-ticket", .. OfService];

    [Fact]
    public async Task The_client_alone_learns_that_it_is_not_its_ticket_and_where_the_cause_stands()
    {
        await using var gateway = await StartAsync();

        var told = await gateway.DoctorAsync("/bound/ws", ByTicket);

        told.Ends(
                ExitCode.NegotiationFailed,
                "Another part of the application than WsAuth answered the handshake (400), and does not tell why.",
                "server",
                "likely"
            )
            .Says("its line names the part that answered, the endpoint, and whether WsAuth let the credential pass")
            .DoesNotKnow("why the server answers so, beyond what stands in its answer");
        Assert.Equal(("refused_elsewhere", "passed"), (told.Member("reason"), told.Outcome.OutcomeOf("upgrade")));
        Assert.StartsWith("a ticket fetched by POST", told.Outcome.SeenOf("credential"), StringComparison.Ordinal);
        Assert.Contains(
            "refused: refused_after_authentication at /bound/ws by model binding; ",
            gateway.LineOf(told),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task With_both_the_handler_and_its_parameter_are_named()
    {
        await using var gateway = await StartAsync();

        var told = await gateway.DoctorAsync("/bound/ws", [.. ByTicket, .. AsOperator]);

        told.Ends(
                ExitCode.NegotiationFailed,
                "WsAuth accepted the handshake, and a later part of the application answered instead of upgrading. The handler of '/bound/ws' never ran: its parameter 'ticket' (Guid) could not be read from what was sent; the answer is 400.",
                "server",
                "certain"
            )
            .Says(
                "\nChange:  The server's own advice is: Make the parameter optional, say where it comes from ([FromServices], [FromRoute], …), or take HttpContext only;",
                "\nWhere:   the server: model binding, at /bound/ws\n",
                "the server's record: kind ticket"
            );
        Assert.Equal("refused_after_authentication", told.Member("code"));
        Assert.Empty(told.Outcome.Json.GetProperty("unknown").EnumerateArray());
    }

    [Fact]
    public async Task A_handshake_that_WsAuth_never_saw_is_told_apart_from_that()
    {
        await using var gateway = await StartAsync();

        var client = await gateway.DoctorAsync("/socket/ws", ByTicket);
        var both = await gateway.DoctorAsync("/socket/ws", [.. ByTicket, .. AsOperator]);

        client.Ends(
            ExitCode.NegotiationFailed,
            "There is no WebSocket at /socket/ws: a plain GET is answered the same.",
            "client",
            "likely"
        );
        both.Says(
            "\nVerdict: Another part of the application answered the handshake before WsAuth ran. No route matches \"/socket/ws\"",
            "The route '/ws' would match without the prefix \"/socket\"",
            "\nWhere:   the server: routing, at \"/socket/ws\"\n"
        );
        Assert.Equal("refused_before_authentication", both.Member("code"));
    }

    [Fact]
    public async Task A_ticket_that_is_not_issued_is_another_thing_again()
    {
        await using var gateway = await StartAsync();
        gateway.WriteClient(("JWT_SECRET_STAGING", TestSecrets.Hex()));

        var told = await gateway.DoctorAsync(
            "/ws",
            "--kind",
            "ticket",
            "--ticket-url",
            "/auth/ws-ticket",
            "--environment",
            "Staging",
            "--env-file",
            ".env"
        );

        Assert.Equal(ExitCode.AuthenticationRefused, told.Outcome.ExitCode);
        told.Says("\nVerdict: No ticket was issued, and so no handshake was made:");
    }

    [Fact]
    public async Task Mended_a_ticket_opens_the_socket()
    {
        await using var gateway = await StartAsync();

        (await gateway.DoctorAsync("/ws", ByTicket)).IsFine();
    }

    private static Task<IncidentGateway> StartAsync() =>
        IncidentGateway.StartAsync(("JWT_SECRET_STAGING", TestSecrets.Hex()), ("EDGE_SECRET", TestSecrets.Hex()));
}
