using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using WsAuth.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Chat.Tests;

/// <summary>Somebody in front of a page: what they do, what they read, and which sockets their browser opened.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _sockets = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentBag<Task> _readings = [];
    private int _closed;

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.WebSocket += (_, socket) =>
        {
            _sockets.Enqueue(new Uri(socket.Url).AbsolutePath);
            socket.Close += (_, _) => Interlocked.Increment(ref _closed);
        };
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                _violations.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _violations.Enqueue(error);
        page.Response += (_, response) => _readings.Add(ProtectAsync(response));
    }

    public IPage Page { get; }

    /// <summary>The paths of the sockets that were opened or tried.</summary>
    public IReadOnlyList<string> Sockets => [.. _sockets];

    /// <summary>How many of them are closed.</summary>
    public int ClosedSockets => Volatile.Read(ref _closed);

    public async Task GoAsync(Uri address)
    {
        await Page.Clock.InstallAsync();
        await Page.GotoAsync(address.ToString());
    }

    /// <summary>Signs in, and waits until the room has said so.</summary>
    public async Task EnterAsync(string name)
    {
        await SignInAsync(name);
        await Expect(Page.Locator("#status")).ToHaveTextAsync($"Connected as {name}.");
        await Expect(Page.Locator("#messages")).ToContainTextAsync($"{name} has come.");
    }

    public async Task SignInAsync(string name)
    {
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public async Task SayAsync(string text)
    {
        await Page.GetByLabel("Message", new() { Exact = true }).FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    public Task PressAsync(string button) =>
        Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task ReadsAsync(string id, string text) => Expect(Page.Locator(id)).ToContainTextAsync(text);

    /// <summary>The page's clock goes on, and its timers with it; the server's does not.</summary>
    public Task LetPageTimePassAsync(TimeSpan by) => Page.Clock.FastForwardAsync((long)by.TotalMilliseconds);

    public async ValueTask DisposeAsync()
    {
        LeakWatch.Observe(await Page.Locator("body").InnerTextAsync());
        await Task.WhenAll(_readings);
        await _context.DisposeAsync();
        Assert.Empty(_violations);
    }

    private static async Task ProtectAsync(IResponse response)
    {
        if (!response.Ok || new Uri(response.Url).AbsolutePath is not ("/login" or "/renew" or "/auth/ws-ticket"))
        {
            return;
        }

        try
        {
            var answer = await response.JsonAsync();
            foreach (var name in (string[])["token", "ticket"])
            {
                if (answer?.TryGetProperty(name, out var token) == true && token.ValueKind == JsonValueKind.String)
                {
                    LeakWatch.ProtectToken(token.GetString()!);
                }
            }
        }
        catch (PlaywrightException)
        {
            // The page went on before its answer was read.
        }
    }
}
