using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Chat.Tests;

/// <summary>A session ends, goes on, or is revoked; the server's clock is moved by the test.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class SessionEndTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task Without_renewal_the_socket_ends_with_the_session_and_the_page_says_so()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");
        await ada.Page.GetByLabel("Renew the session silently").UncheckAsync();
        await Expect(ada.Page.Locator("#countdown"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[12]:[0-9]{2}$"));

        server.Clock.Advance(TimeSpan.FromSeconds(121));

        await ada.ReadsAsync("#why", "Your session is over, and the server closed the connection with it.");
        await ada.ReadsAsync("#evidence", "Close code 4401, reason expired_while_connected");
        await ada.ReadsAsync("#status", "Not connected: nobody is signed in.");
        Assert.Equal(["/ws"], ada.Sockets);
        Assert.Equal(1, ada.ClosedSockets);
        await ada.EnterAsync("Ada");
    }

    [ChromiumFact]
    public async Task With_renewal_the_socket_lives_on_past_the_first_end()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");

        server.Clock.Advance(TimeSpan.FromSeconds(80));
        await ada.LetPageTimePassAsync(TimeSpan.FromSeconds(81));
        await ada.ReadsAsync("#renewed", "renewed 1×");
        server.Clock.Advance(TimeSpan.FromSeconds(80));
        await ada.SayAsync("Still here");

        await ada.ReadsAsync("#messages", "Ada: Still here");
        Assert.Equal(["/ws"], ada.Sockets);
        Assert.Equal(0, ada.ClosedSockets);

        // The second end is one: what was renewed once does not live for ever.
        await ada.Page.GetByLabel("Renew the session silently").UncheckAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(41));
        await ada.ReadsAsync("#evidence", "Close code 4401, reason expired_while_connected");
    }

    [ChromiumFact]
    public async Task Who_is_revoked_is_out_and_stays_out()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await using var bob = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");
        await bob.EnterAsync("Bob");

        await ada.PressAsync("Revoke me");
        await ada.ReadsAsync("#why", "Your sign-in was revoked, and the server closed the connection.");
        await ada.ReadsAsync("#evidence", "Close code 4403, reason revoked_while_connected");
        foreach (var id in (string[])["#again", "#clock", "#renewing"])
        {
            await Expect(ada.Page.Locator(id)).ToBeHiddenAsync();
        }

        await Expect(ada.Page.GetByText("Half a pass")).ToBeDisabledAsync();
        await ada.PressAsync("Sign out");
        await ada.SignInAsync("Ada");
        await ada.ReadsAsync("#why", "The server does not accept this sign-in.");
        await ada.ReadsAsync("#evidence", "Status 401, reason credential_invalid, attempt ");

        Assert.Equal(["/ws"], ada.Sockets);
        Assert.Contains(server.Logs.All, entry => Equals(entry.Values.GetValueOrDefault("Reason"), "token_revoked"));
        await bob.SayAsync("I may stay");
        await bob.ReadsAsync("#messages", "Bob: I may stay");
        Assert.Equal(0, bob.ClosedSockets);
    }
}
