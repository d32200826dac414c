using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Limits;
using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Live;

/// <summary>Many short connections, one after another: they leave the registry empty, every place free and the heap where it was.</summary>
internal static class LiveShortReport
{
    private const int Subjects = 500;

    // More than a client process has open at once, and one subject's share of it.
    private const int Places = 64;

    // More than the journal remembers, so that it is full before the heap is read.
    private const int First = 5_000;

    private const double MostBytes = 3;

    public static async Task RunAsync(string[] args)
    {
        var sockets = LiveSettings.Number(args, "--sockets", 100_000, 1000, 10_000_000);
        var settings = new LiveSettings(
            ("WsAuth:Limits:ConnectionsInAll", $"{Places}"),
            ("WsAuth:Limits:ConnectionsPerSubject", $"{Places}")
        );
        await using var app = LiveHost.Build(settings.Configuration);
        await app.StartAsync();
        var tokens = Enumerable.Range(0, Subjects).Select(i => settings.Mint(TimeSpan.FromHours(12), $"u{i}")).ToList();
        var order = new LiveOrder(MeasuredHost.PortOf(app), LiveHost.Watched, tokens, First, IsShort: true);
        await VisitAsync(app, order);
        var before = await Heap.RestAsync();

        var codes = await VisitAsync(app, order with { Sockets = sockets });
        var crowded = Heap.Settle();
        var after = await Heap.RestAsync();

        Console.WriteLine($"  {sockets} short connections: {codes}; {LiveHost.CountOf(app)} left in the registry");
        Console.WriteLine(
            $"  heap: {before / 1024} KiB before, {crowded / 1024} KiB at once and {after / 1024} KiB when the host has let go of them"
        );
        Expect.Outcome(
            after - before <= sockets * MostBytes,
            $"a connection that is over keeps no more than {MostBytes} B, growth of the host's own pools included"
        );

        // Each place is free again: so many get in at once, and none more.
        using var full = await ChildProcess.OpenAsync(order with { Sockets = Places, IsShort = false });
        Expect.Outcome(
            app.Services.GetRequiredService<ConnectionPlaces>().FindFault("u0", isClaimed: false) is not null,
            "the host is full then"
        );
        full.Tell("leave");
        await full.OutcomeAsync();
    }

    private static async Task<LiveOutcome> VisitAsync(Microsoft.AspNetCore.Builder.WebApplication app, LiveOrder order)
    {
        using var client = await ChildProcess.OpenAsync(order);
        var outcome = await client.OutcomeAsync();
        await Wait.UntilAsync(() => LiveHost.CountOf(app) == 0, "the registry is empty");
        Expect.Outcome(outcome.Codes.GetValueOrDefault(1000) == order.Sockets, "every close is answered with 1000");
        return outcome;
    }
}
