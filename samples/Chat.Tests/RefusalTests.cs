using System.Text.RegularExpressions;
using Xunit;

namespace Chat.Tests;

/// <summary>Every refusal stands on the page in words, whichever way the server refuses.</summary>
[Collection(ChromiumCollection.Name)]
public sealed partial class RefusalTests(Chromium chromium)
{
    [ChromiumTheory]
    [InlineData("A used ticket", "ticket_used", "This ticket has opened a connection already.")]
    [InlineData("A ticket for another path", "ticket_other_path", "This ticket is for another path of the server.")]
    [InlineData("Half a ticket", "credential_malformed", "What was presented is damaged: it is no whole ticket.")]
    [InlineData("A session id", "credential_kind_refused", "That is no ticket.")]
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
    }

    [ChromiumTheory]
    [InlineData("A used ticket", 4401, "ticket_used", "This ticket has opened a connection already.")]
    [InlineData(
        "A ticket for another path",
        4401,
        "ticket_other_path",
        "This ticket is for another path of the server."
    )]
    [InlineData("Half a ticket", 4400, "credential_malformed", "What was presented is damaged: it is no whole ticket.")]
    [InlineData("A session id", 4401, "credential_kind_refused", "That is no ticket.")]
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
        await ada.Page.GetByLabel("By a socket that is accepted and closed").CheckAsync();

        await ada.PressAsync(button);

        await ada.ReadsAsync("#refusals", $"{button}: {words}");
        await ada.ReadsAsync("#refusals", $"Close code {code}, reason {reason}");
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex AttemptId();
}
