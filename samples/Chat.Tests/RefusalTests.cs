using System.Text.RegularExpressions;
using Xunit;

namespace Chat.Tests;

/// <summary>Every refusal stands on the page in words, whichever way the server refuses.</summary>
[Collection(ChromiumCollection.Name)]
public sealed partial class RefusalTests(Chromium chromium)
{
    [ChromiumTheory]
    [InlineData("A used pass", "ticket_used", "This pass has opened a connection already.")]
    [InlineData("A pass for another door", "ticket_other_path", "This pass is for another door of the server.")]
    [InlineData(
        "Half a pass",
        "credential_malformed",
        "What was presented is damaged: a piece of the one-time pass is missing."
    )]
    [InlineData("A session id instead", "credential_kind_refused", "That is no pass.")]
    public async Task After_1006_the_page_asks_under_its_own_id_what_became_of_the_handshake(
        string button,
        string reason,
        string words
    )
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");

        await ada.PressAsync(button);

        await ada.ReadsAsync("#refusals", $"{button}: {words}");
        await ada.ReadsAsync("#refusals", $"Asked after 1006, reason {reason}, attempt ");
        var attempt = AttemptId().Match(await ada.Page.Locator("#refusals").InnerTextAsync()).Value;
        var line = Assert.Single(
            server.Logs.Handshakes,
            entry => Equals(entry.Values.GetValueOrDefault("AttemptId"), attempt)
        );
        Assert.StartsWith("WebSocket handshake refused: ", line.Message, StringComparison.Ordinal);
        Assert.Equal(["Ada has come."], await ada.Page.Locator("#messages li").AllInnerTextsAsync());
    }

    [ChromiumFact]
    public async Task A_server_that_wants_a_pause_is_told_as_such_and_not_as_a_result()
    {
        await using var server = new ChatServer(settings: ("WsAuth:Tickets:PerPrincipal", "1"));
        await using var ada = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");

        await ada.PressAsync("Half a pass");

        await ada.ReadsAsync("#refusals", "Not tried (Half a pass): Those were many passes in a short time.");
    }

    [ChromiumTheory]
    [InlineData("A used pass", 4401, "ticket_used", "This pass has opened a connection already.")]
    [InlineData("A pass for another door", 4401, "ticket_other_path", "This pass is for another door of the server.")]
    [InlineData(
        "Half a pass",
        4400,
        "credential_malformed",
        "What was presented is damaged: a piece of the one-time pass is missing."
    )]
    [InlineData("A session id instead", 4401, "credential_kind_refused", "That is no pass.")]
    public async Task Accepted_and_closed_the_page_reads_code_and_reason(
        string button,
        int code,
        string reason,
        string words
    )
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address);
        await ada.EnterAsync("Ada");
        await ada.Page.GetByLabel("It opens the connection and closes it at once").CheckAsync();

        await ada.PressAsync(button);

        await ada.ReadsAsync("#refusals", $"{button}: {words}");
        await ada.ReadsAsync("#refusals", $"Close code {code}, reason {reason}");
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex AttemptId();
}
