using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Live;

/// <summary>Thousands of sockets whose sessions end at one moment: by which code each is closed, and how late.</summary>
internal static class LiveEndReport
{
    private const double MostLateness = 1000;

    public static async Task RunAsync(string[] args)
    {
        var sockets = LiveSettings.Number(args, "--sockets", 10_000, 10, 100_000);
        var seconds = LiveSettings.Number(args, "--seconds", 30, 5, 600);
        DescriptorLimit.Require(sockets);
        var settings = new LiveSettings();
        await using var app = LiveHost.Build(settings.Configuration);
        await app.StartAsync();
        var port = MeasuredHost.PortOf(app);
        await WarmUpAsync(settings, port);

        var before = Heap.Settle();
        // The whole second in which the token's exp stands.
        var end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds);
        var token = settings.Mint(end - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(500));
        using var client = await ChildProcess.OpenAsync(new LiveOrder(port, LiveHost.Watched, [token], sockets));
        Expect.That(LiveHost.CountOf(app) == sockets, "all are in the registry");
        var open = Heap.Settle();
        Expect.That(DateTimeOffset.UtcNow < end, "all are open before their sessions end; give more --seconds");

        var outcome = await client.OutcomeAsync();
        var lateness = outcome
            .ClosedAt.Select(at => at - (end - DateTimeOffset.UnixEpoch).TotalMilliseconds)
            .Order()
            .ToList();
        await Wait.UntilAsync(() => LiveHost.CountOf(app) == 0, "the registry is empty");
        Console.WriteLine($"  {sockets} sockets whose sessions end at one moment: closed by {outcome}");
        Console.WriteLine(
            $"  late by {At(lateness, 0.5):0} ms at the median, {At(lateness, 0.99):0} ms at the 99th percentile, {lateness[^1]:0} ms at most; the first {lateness[0]:0} ms"
        );
        Console.WriteLine(
            $"  heap: {before / 1024} KiB before, {(open - before) / sockets} B for each open socket, {Heap.Settle() / 1024} KiB after"
        );
        Expect.Outcome(outcome.Codes.GetValueOrDefault(4401) == sockets, "every socket is closed with 4401");
        Expect.Outcome(lateness[0] >= 0, "none is closed before its session ends");
        Expect.Outcome(At(lateness, 0.99) <= MostLateness, "99 of 100 are told within a second");
    }

    private static async Task WarmUpAsync(LiveSettings settings, int port)
    {
        var token = settings.Mint(TimeSpan.FromHours(1));
        using var client = await ChildProcess.OpenAsync(
            new LiveOrder(port, LiveHost.Watched, [token], 500, IsShort: true)
        );
        await client.OutcomeAsync();
    }

    private static double At(List<double> values, double share) => values[(int)(share * (values.Count - 1))];
}
