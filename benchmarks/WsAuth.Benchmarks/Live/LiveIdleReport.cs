using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Live;

/// <summary>What the watch costs while nothing happens: bytes and CPU of idle sockets, watched and not, of the same callers on the same host.</summary>
internal static class LiveIdleReport
{
    private const double MostBytes = 300;

    // Of one core, for all sockets together.
    private const double MostCpu = 0.01;

    private static readonly string[] Paths = [LiveHost.Unwatched, LiveHost.Watched];

    public static async Task RunAsync(string[] args)
    {
        var sockets = LiveSettings.Number(args, "--sockets", 10_000, 100, 100_000);
        var seconds = LiveSettings.Number(args, "--seconds", 30, 5, 600);
        DescriptorLimit.Require(sockets);
        var settings = new LiveSettings();
        await using var app = LiveHost.Build(settings.Configuration);
        await app.StartAsync();
        var token = settings.Mint(TimeSpan.FromHours(12));
        var kept = new Dictionary<string, (double Bytes, double Cpu)>();
        foreach (var (path, isFirst) in Paths.Select(path => (path, true)).Concat(Paths.Select(path => (path, false))))
        {
            // The first round of each is thrown away: journal and pools fill, and code is compiled anew.
            kept[path] = await MeasureAsync(
                app,
                new LiveOrder(MeasuredHost.PortOf(app), path, [token], sockets),
                isFirst ? 1 : seconds
            );
        }

        var (plain, watched) = (kept[LiveHost.Unwatched], kept[LiveHost.Watched]);
        Console.WriteLine(
            $"  {sockets} idle sockets: {plain.Bytes:0} B of heap for each unwatched, {watched.Bytes:0} B watched: the watch keeps {watched.Bytes - plain.Bytes:0} B"
        );
        Console.WriteLine(
            $"  CPU of the process for all of them, of one core: {plain.Cpu:P2} unwatched, {watched.Cpu:P2} watched"
        );
        Expect.Outcome(watched.Bytes - plain.Bytes <= MostBytes, $"the watch keeps {MostBytes} B for a socket at most");
        Expect.Outcome(watched.Cpu - plain.Cpu <= MostCpu, $"the watch takes {MostCpu:P0} of one core at most");
    }

    private static async Task<(double Bytes, double Cpu)> MeasureAsync(
        Microsoft.AspNetCore.Builder.WebApplication app,
        LiveOrder order,
        int seconds
    )
    {
        var before = await Heap.RestAsync();
        using var client = await ChildProcess.OpenAsync(order);
        // The last clients have their answers a moment before the host has entered them.
        var watched = order.Path == LiveHost.Watched ? order.Sockets : 0;
        await Wait.UntilAsync(() => LiveHost.CountOf(app) == watched, "those and only those are watched");
        var bytes = (Heap.Settle() - before) / (double)order.Sockets;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var start = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var cpu = (Environment.CpuUsage.TotalTime - start).TotalSeconds / seconds;
        client.Tell("leave");
        await client.OutcomeAsync();
        await Wait.UntilAsync(() => LiveHost.CountOf(app) == 0, "the registry is empty");
        return (bytes, cpu);
    }
}
