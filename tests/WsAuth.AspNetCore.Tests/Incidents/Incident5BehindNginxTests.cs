using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>Outage 5 with nginx in between: tickets are issued, and the framework refuses every connection with one before the handler runs.</summary>
public sealed class Incident5BehindNginxTests
{
    [NginxFact]
    public async Task As_it_happened_the_line_says_that_the_ticket_was_good_and_who_answered_instead()
    {
        // The framework takes the handler's own parameter for one of the query and cannot make it of the text there.
        await using var host = await StartAsync(
            ([FromQuery] Guid ticket, HttpContext context) => EchoEndpoint.RunAsync(context)
        );
        await using var nginx = await FrontNginx.StartAsync(host);

        var issued = await host.AskForTicketAsync(host.MintJwt());
        var outcome = await ClientScript.ConnectByNodeAsync(nginx.WebSocket(issued.Path), token: null);
        var another = await host.AskForTicketAsync(host.MintJwt());
        var diagnosis = await ClientsView.DiagnoseAsync(
            nginx.WebSocket(another.Path),
            options => options.ComparesPlainGet = false
        );

        Assert.Equal((200, false, 400), (issued.Status, outcome.Opened, outcome.Status));
        diagnosis.AssertFails(
            HandshakePhase.ProtocolNegotiation,
            400,
            "refused_elsewhere",
            "Another part of the application than WsAuth answered the handshake (400), and does not tell why.",
            "its line names the part that answered"
        );
        foreach (var line in new[] { host.LineOf(outcome.Attempt), host.LineOf(diagnosis.AttemptId) })
        {
            Assert.Equal(
                ("refused_after_authentication", "/ws", "model binding"),
                (line.Values["Reason"], line.Values["Endpoint"], line.Values["Layer"])
            );
            line.AssertSays(
                "WsAuth accepted the handshake, and a later part",
                "The handler of '/ws' never ran: its parameter 'ticket' (Guid) could not be read from what was sent; the answer is 400.",
                "Fix: Make the parameter optional",
                "kind ticket"
            );
            var told = await ClientsView.AskAboutAsync(nginx.Address, (string?)line.Values["AttemptId"]);
            Assert.Equal("refused_elsewhere", told.GetProperty("reason").GetString());
        }
    }

    [NginxFact]
    public async Task A_path_that_nothing_is_mapped_to_is_told_as_never_seen_by_WsAuth()
    {
        await using var host = await StartAsync((RequestDelegate)EchoEndpoint.RunAsync);
        await using var nginx = await FrontNginx.StartAsync(host);
        var issued = await host.AskForTicketAsync(host.MintJwt());

        var (_, diagnosis) = await ClientsView.CatchAsync(nginx.WebSocket("/socket" + issued.Path), token: null);

        Assert.Equal(
            (HandshakePhase.ProtocolNegotiation, 404, "refused_elsewhere"),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Reason)
        );
        var line = host.LineOf(diagnosis.AttemptId);
        Assert.Equal("refused_before_authentication", line.Values["Reason"]);
        Assert.Contains("/socket/ws", line.Values["Endpoint"]!.ToString(), StringComparison.Ordinal);
    }

    [NginxFact]
    public async Task Mended_a_ticket_opens_one_socket_and_the_second_attempt_is_told_why_not()
    {
        await using var host = await StartAsync((RequestDelegate)EchoEndpoint.RunAsync);
        await using var nginx = await FrontNginx.StartAsync(host);
        var url = nginx.WebSocket((await host.AskForTicketAsync(host.MintJwt())).Path);

        var first = await ClientScript.ConnectByNodeAsync(url, token: null);
        var second = await ClientsView.DiagnoseAsync(url);

        Assert.Equal((true, """{"type":"pong"}"""), (first.Opened, first.Answer));
        Assert.Equal(
            (HandshakePhase.HttpAuthentication, 401, "ticket_used"),
            (second.Phase, second.Status, second.Reason)
        );
        host.LineOf(second.AttemptId).AssertSays("refused: ticket_used at /ws by WsAuth; ", "It was used first at");
    }

    private static Task<KestrelHost> StartAsync(Delegate handler) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                var endpoint = handler is RequestDelegate plain ? app.Map("/ws", plain) : app.Map("/ws", handler);
                endpoint.RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket");
                app.MapWsAuthDiagnostics();
            },
            new Dictionary<string, string?> { ["WsAuth:RefusalLogInterval"] = "00:00:00" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
