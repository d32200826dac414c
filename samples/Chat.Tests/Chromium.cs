using Microsoft.Playwright;
using WsAuth.Testing;
using Xunit;

namespace Chat.Tests;

/// <summary>One headless Chromium, the installed one, with a new and empty profile. Each visitor has a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // A loaded machine takes its time; a test that waits this long has failed.
    private const float Patience = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Programs.FindOnPath("chromium") is not { } path)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Headless = true,
                Timeout = 2 * Patience,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>A new page that has loaded an address; <paramref name="width"/> is that of its window.</summary>
    internal async Task<Visitor> VisitAsync(Uri address, int width = 1200)
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        context.SetDefaultTimeout(Patience);
        var visitor = new Visitor(context, await context.NewPageAsync());
        await visitor.GoAsync(address);
        return visitor;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>The browser is one; the tests with it run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "chromium";
}
