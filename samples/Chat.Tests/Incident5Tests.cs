using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace Chat.Tests;

/// <summary>Outage 5 with the client that met it: a browser that buys a ticket and never gets in. No line of the ticket code told why.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class Incident5Tests(Chromium chromium)
{
    [ChromiumFact]
    public async Task As_it_happened_one_line_names_the_parameter_that_the_framework_could_not_bind()
    {
        var hasRun = false;
        await using var host = await StartAsync(
            ([FromQuery] Guid ticket, HttpContext context) =>
            {
                hasRun = true;
                return EchoEndpoint.RunAsync(context);
            }
        );
        await using var visitor = await chromium.VisitAsync(host.Address);

        var states = await visitor.ConnectAsync(host.WebSocket("/ws"), ticketsFor: host.MintJwt());

        Assert.Equal(
            ["connecting", "waiting refused_elsewhere Something else than WsAuth answered the handshake."],
            states
        );
        Assert.False(hasRun);
        Assert.Single(host.Logs.Messages, IsIssue);
        var line = Assert.Single(host.Logs.Handshakes, entry => entry.Values.ContainsKey("Reason"));
        Assert.Equal(
            ("refused_after_authentication", "/ws", "model binding"),
            (line.Values["Reason"], line.Values["Endpoint"], line.Values["Layer"])
        );
        foreach (
            var part in (string[])
                [
                    "WsAuth accepted the handshake, and a later part",
                    "its parameter 'ticket' (Guid) could not be read from what was sent; the answer is 400.",
                    "Fix: Make the parameter optional",
                    "kind ticket",
                ]
        )
        {
            Assert.Contains(part, line.Message, StringComparison.Ordinal);
        }
    }

    [ChromiumFact]
    public async Task As_it_happened_at_a_path_that_nothing_is_mapped_to_the_line_says_that_WsAuth_never_saw_it()
    {
        await using var host = await StartAsync((RequestDelegate)EchoEndpoint.RunAsync);
        await using var visitor = await chromium.VisitAsync(host.Address);

        var states = await visitor.ConnectAsync(host.WebSocket("/socket/ws"), ticketsFor: host.MintJwt());

        Assert.StartsWith("waiting refused_elsewhere", states[1], StringComparison.Ordinal);
        var line = Assert.Single(host.Logs.Handshakes, entry => entry.Values.ContainsKey("Reason"));
        Assert.Equal("refused_before_authentication", line.Values["Reason"]);
        Assert.Contains("/socket/ws", line.Values["Endpoint"]!.ToString(), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Mended_the_ticket_leads_to_connected_and_each_step_is_a_line()
    {
        await using var host = await StartAsync((RequestDelegate)SayConnectedAsync);
        await using var visitor = await chromium.VisitAsync(host.Address);

        var states = await visitor.ConnectAsync(host.WebSocket("/ws"), ticketsFor: host.MintJwt());

        Assert.Equal(["connecting", "open", "connected"], states[..3]);
        var lines = host.Logs.Messages;
        Assert.Single(lines, IsIssue);
        Assert.Single(lines, IsAccepted);
        Assert.True(IndexOf(lines, IsIssue) < IndexOf(lines, IsAccepted));
        Assert.DoesNotContain(host.Logs.Handshakes, entry => entry.Values.ContainsKey("Reason"));
    }

    [ChromiumFact]
    public async Task In_the_Chat_each_step_from_the_ticket_to_connected_is_a_line()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);

        await ada.EnterAsync("Ada");

        string[] steps =
        [
            "Connection ticket issued: \"Ada\" for \"/ws\"",
            "WebSocket handshake accepted: \"Ada\" at /ws, session ends ",
            "Ada connected; sockets in the room: 1",
        ];
        var lines = server
            .Logs.All.Select(entry => entry.Message)
            .Where(line => Array.Exists(steps, step => line.StartsWith(step, StringComparison.Ordinal)))
            .ToList();
        Assert.Equal(steps.Length, lines.Count);
        Assert.All(steps.Zip(lines), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private static Task<KestrelHost> StartAsync(Delegate handler) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.MapForeignPage();
                var endpoint = handler is RequestDelegate plain ? app.Map("/ws", plain) : app.Map("/ws", handler);
                endpoint.RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket");
                app.MapWsAuthDiagnostics();
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private static async Task SayConnectedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("connected"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        await socket.ReceiveAsync(new byte[16].AsMemory(), context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static bool IsIssue(string line) =>
        line.StartsWith("Connection ticket issued: \"u1\" for ", StringComparison.Ordinal);

    private static bool IsAccepted(string line) =>
        line.StartsWith("WebSocket handshake accepted: \"u1\" at /ws", StringComparison.Ordinal);

    private static int IndexOf(IReadOnlyList<string> lines, Func<string, bool> isIt) =>
        lines.TakeWhile(line => !isIt(line)).Count();
}
