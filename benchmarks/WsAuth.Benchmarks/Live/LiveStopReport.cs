using System.Diagnostics;
using System.Globalization;

namespace WsAuth.Benchmarks.Live;

/// <summary>A server is stopped while thousands of sockets are open, some of whose clients never answer a close: all are told 1001, and its process ends in time.</summary>
internal static class LiveStopReport
{
    // The grace period for those who do not answer, and as much again.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(string[] args)
    {
        var sockets = LiveSettings.Number(args, "--sockets", 5_000, 10, 100_000);
        var mute = sockets / 10;
        DescriptorLimit.Require(sockets);
        foreach (var silent in new[] { 0, mute })
        {
            await StopAsync(sockets, silent);
        }
    }

    private static async Task StopAsync(int sockets, int mute)
    {
        var settings = new LiveSettings();
        using var server = ChildProcess.Start(LiveServer.Verb, settings.Values);
        var port = int.Parse((await server.HearAsync())!, CultureInfo.InvariantCulture);
        var token = settings.Mint(TimeSpan.FromHours(12));
        using var client = await ChildProcess.OpenAsync(new LiveOrder(port, LiveHost.Watched, [token], sockets, mute));

        server.Tell("stop");
        Expect.That(await server.HearAsync() == $"{sockets}", "all are in the registry");
        var clock = Stopwatch.StartNew();
        var told = DateTimeOffset.UtcNow;
        var left = await server.HearAsync();
        await server.EndAsync();
        var took = clock.Elapsed;
        var outcome = await client.OutcomeAsync();
        var last = outcome.ClosedAt.Max() - (told - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        Console.WriteLine(
            $"  stopped with {sockets} open sockets, of which {mute} never answer a close: closed by {outcome}, the last one told after {last:0} ms; the process ended after {took.TotalSeconds:0.0} s"
        );
        Expect.Outcome(outcome.Codes.GetValueOrDefault(1001) == sockets, "every client is told 1001");
        Expect.Outcome(left == "0", "the registry is empty");
        Expect.Outcome(took < Most, $"the process ends within {Most.TotalSeconds} s");
    }
}
