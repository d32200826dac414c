using Microsoft.Playwright;
using Xunit;

namespace Chat.Tests;

/// <summary>The page's looks: nothing is wider than the window, and pictures for people where <c>WSAUTH_SCREENSHOTS</c> names a folder.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class LookTests(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("WSAUTH_SCREENSHOTS");

    [ChromiumTheory]
    [InlineData("desk", 1200)]
    [InlineData("phone", 360)]
    public async Task The_page_fits_its_window_in_every_state(string name, int width)
    {
        await using var server = new ChatServer();
        await using var ada = await chromium.VisitAsync(server.Address, width);
        await using var bob = await chromium.VisitAsync(server.Address, width);
        await ada.ReadsAsync("#why", "This is an anonymous session.");
        await LookAsync(ada, $"{name}-1-anonymous");

        await ada.EnterAsync("Ada");
        await bob.EnterAsync("Bob");
        await ada.SayAsync("Good morning, Bob. Have you seen what the server says when a ticket comes twice?");
        await bob.SayAsync(new string('w', 200));
        await ada.ReadsAsync("#messages", "Bob: www");
        foreach (var button in (string[])["A used pass", "Half a pass"])
        {
            await ada.PressAsync(button);
            await ada.ReadsAsync("#refusals", $"{button}: ");
        }

        await LookAsync(ada, $"{name}-2-room");
        await bob.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await bob.PressAsync("Revoke me");
        await bob.ReadsAsync("#evidence", "Close code 4403");
        await LookAsync(bob, $"{name}-3-revoked");
        server.Clock.Advance(TimeSpan.FromSeconds(121));
        await ada.ReadsAsync("#evidence", "Close code 4401");
        await LookAsync(ada, $"{name}-4-expired");
    }

    private static async Task LookAsync(Visitor visitor, string name)
    {
        Assert.True(
            await visitor.Page.EvaluateAsync<bool>(
                "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ),
            $"{name} is wider than its window."
        );
        if (Folder is not null)
        {
            await visitor.Page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png"), FullPage = true }
            );
        }
    }
}
