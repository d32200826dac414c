using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace Chat.Tests;

/// <summary>A page of another origin has got hold of a good ticket, and tries it.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class OriginTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task A_page_of_another_origin_is_refused_and_told_nothing_while_the_log_names_it()
    {
        await using var server = new ChatServer();
        await using var other = await ForeignPage.StartAsync();
        await using var visitor = await chromium.VisitAsync(other.Address);

        var states = await visitor.ConnectAsync(SocketOf(server), await TicketAsync(server));

        Assert.Equal(["connecting", "waiting 1006"], states);
        var line = Assert.Single(server.Logs.Handshakes, entry => entry.Values.ContainsKey("Reason"));
        Assert.Equal("origin_refused", line.Values["Reason"]);
        Assert.Contains(OriginOf(other.Address), line.Message, StringComparison.Ordinal);
        Assert.Contains("WsAuth:Origins", line.Message, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task The_same_page_with_the_same_ticket_comes_in_where_its_origin_is_allowed()
    {
        await using var other = await ForeignPage.StartAsync();
        await using var server = new ChatServer(settings: ("WsAuth:Origins", OriginOf(other.Address)));
        await using var visitor = await chromium.VisitAsync(other.Address);

        var states = await visitor.ConnectAsync(SocketOf(server), await TicketAsync(server));

        Assert.Equal(["connecting", "open"], states[..2]);
        Assert.Contains("\"kind\":\"joined\"", states[2], StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Where_the_origin_may_ask_it_reads_in_words_that_this_endpoint_is_not_for_it()
    {
        await using var other = await ForeignPage.StartAsync();
        await using var server = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Ticket];
                        endpoint.Origins = "https://admin.example";
                    });
                app.MapWsAuthDiagnostics();
            },
            new Dictionary<string, string?> { ["WsAuth:Origins"] = OriginOf(other.Address) }
        );
        await using var visitor = await chromium.VisitAsync(other.Address);

        var states = await visitor.ConnectAsync(server.WebSocket("/ws"), "never.looked.at");

        Assert.Equal("connecting", states[0]);
        Assert.StartsWith("stopped origin_refused ", states[1], StringComparison.Ordinal);
        Assert.Equal("origin_refused", Assert.Single(server.Logs.Handshakes).Values["Reason"]);
    }

    private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static Uri SocketOf(ChatServer server) =>
        new UriBuilder(new Uri(server.Address, "/ws")) { Scheme = "ws" }.Uri;

    private static async Task<string> TicketAsync(ChatServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var login = await http.PostAsJsonAsync("/login", new { name = "Ada" });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        http.DefaultRequestHeaders.Authorization = new("Bearer", LeakWatch.ProtectToken(token));
        using var bought = await http.PostAsJsonAsync("/auth/ws-ticket", new { path = "/ws" });
        var ticket = (await bought.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString()!;
        return LeakWatch.ProtectToken(ticket);
    }
}
