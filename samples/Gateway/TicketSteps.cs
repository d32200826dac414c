using WsAuth.Client;

namespace Gateway;

/// <summary>The demo's handshakes with connection tickets, fetched from the running server as a browser fetches them.</summary>
internal static class TicketSteps
{
    public static async Task<IReadOnlyList<Demo.Step>> FetchAsync(TokenMinter minter, Uri address)
    {
        using var http = new HttpClient();
        var tickets = new TicketClient(http, new Uri(address, "/auth/ws-ticket"));
        var ticket = await tickets.FetchAsync(minter.Jwt("u1"));
        var elsewhere = await tickets.FetchAsync(minter.Jwt("u1"), path: "/elsewhere");
        var used = ticket.DangerousGetUrl().PathAndQuery;
        return
        [
            new("a connection ticket", used, null, null),
            new("the same ticket again", used, null, "ticket_used"),
            new(
                "a ticket for another path",
                elsewhere.Token.DangerousAddToQuery(new Uri(address, "/ws")).PathAndQuery,
                null,
                "ticket_other_path"
            ),
        ];
    }
}
