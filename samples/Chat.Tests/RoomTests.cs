using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Chat.Tests;

/// <summary>People come, and talk.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class RoomTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task What_one_says_the_other_reads()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await using var bob = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");
        await bob.EnterAsync("Bob");

        await ada.SayAsync("Good morning, Bob");
        await bob.ReadsAsync("#messages", "Ada: Good morning, Bob");
        await bob.SayAsync("Good morning");

        await ada.ReadsAsync("#messages", "Bob: Good morning");
        await ada.ReadsAsync("#people", "Here: Ada, Bob");
        Assert.Equal(["/ws"], ada.Sockets);
        Assert.Equal(0, ada.ClosedSockets);
    }

    [ChromiumFact]
    public async Task Markup_in_a_message_or_a_name_is_text()
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await using var mallory = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");
        await mallory.EnterAsync("<b>Mallory</b>");

        await mallory.SayAsync("<img src=x onerror=\"document.title='owned'\">");

        await ada.ReadsAsync("#messages", "<b>Mallory</b>: <img src=x onerror=\"document.title='owned'\">");
        await Expect(ada.Page.Locator("#messages img, #messages b")).ToHaveCountAsync(0);
        await Expect(ada.Page).ToHaveTitleAsync("Chat, a sample of WsAuth");
    }

    [ChromiumFact]
    public async Task An_anonymous_session_does_not_connect_and_says_why()
    {
        await using var server = new ChatServer();
        await using var visitor = await chromium.VisitAsync(server.Address);

        await visitor.ReadsAsync("#status", "Not connected: nobody is signed in.");
        await visitor.ReadsAsync("#why", "This is an anonymous session.");
        await visitor.ReadsAsync("#why", "does not even try to connect");

        Assert.Empty(visitor.Sockets);
        Assert.Empty(server.Logs.Handshakes);
        await visitor.EnterAsync("Ada");
        Assert.Equal(["/ws"], visitor.Sockets);
    }

    [ChromiumFact]
    public async Task When_the_server_has_restarted_the_page_comes_back_by_itself()
    {
        var secret = WsAuth.Testing.TestSecrets.Hex();
        var first = new ChatServer(secret: secret);
        await using var ada = await chromium.VisitAsync(first.Address);
        await ada.EnterAsync("Ada");

        await first.DisposeAsync();
        await ada.ReadsAsync("#status", "Not connected. Trying again in");
        await using var second = new ChatServer(first.Address.Port, secret);

        await ada.ReadsAsync("#status", "Connected as Ada.");
        await ada.SayAsync("Here again");
        await ada.ReadsAsync("#messages", "Ada: Here again");
    }
}
