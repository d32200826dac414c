using System.Globalization;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Load;

/// <summary>
/// One client process sends refused handshakes as fast as it can; what that does to the heap and to a client with a good token. Nothing is an
/// absolute time: rates are compared with a bare host that answers a static 401, and latencies with those of an idle server.
/// </summary>
internal static class RefusedLoadReport
{
    private const int HeapPoints = 6;

    public static async Task RunAsync(string[] args)
    {
        var seconds =
            args is ["--seconds", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var given)
                ? Math.Clamp(given, 6, 600)
                : 30;
        var token = new TypicalToken();
        await using var host = await LoadedHost.StartAsync(token);
        await using var bare = await MeasuredHost.StartAsync(token, MeasuredHost.Refuse, isLogged: false, isBare: true);
        var good = new GoodClient(host.Port, token.Text);
        await VisitAsync(good, Task.Delay(TimeSpan.FromSeconds(3)));

        var idle = await VisitAsync(good, Task.Delay(TimeSpan.FromSeconds(seconds / 3)));
        var least = RawClient.Handshake(MeasuredHost.Static401, token.Forged);
        using var floor = LoadingProcess.Start(MeasuredHost.PortOf(bare), seconds / 3, [least]);
        var floorEnd = floor.EndAsync();
        var besideFloor = await VisitAsync(good, floorEnd);

        Console.WriteLine($"  start: {Settle() / 1024} KiB of heap");
        using var load = LoadingProcess.Start(host.Port, seconds, RefusedRequests.Make(token));
        var loadEnd = load.EndAsync();
        var visiting = VisitAsync(good, loadEnd);
        for (var i = 1; i < HeapPoints; i++)
        {
            await Task.WhenAny(loadEnd, Task.Delay(TimeSpan.FromSeconds((double)seconds / HeapPoints)));
            Describe(host, $"under load {i}");
        }

        var loaded = await visiting;
        await Task.Delay(TimeSpan.FromSeconds(3));
        Describe(host, "three seconds after");
        var rate = (double)await loadEnd / seconds;
        Expect.That(host.Refused >= await loadEnd, "the metrics count every refused handshake");
        Console.WriteLine(
            $"  {await loadEnd} refused handshakes, {rate / (await floorEnd / (seconds / 3)):0.00} x the rate of a static 401 without WsAuth"
        );
        Console.WriteLine($"  good client, idle server: {idle.Count} of {idle.Count} visits");
        Compare("beside a load of static 401s", besideFloor, idle);
        Compare("beside the load of refusals", loaded, idle);
    }

    private static Task<List<double>> VisitAsync(GoodClient client, Task until) =>
        client.WorkAsync(() => !until.IsCompleted);

    // A visit that fails throws, so those that are here succeeded.
    private static void Compare(string name, List<double> visits, List<double> idle) =>
        Console.WriteLine(
            $"  good client, {name}: {visits.Count} of {visits.Count} visits, {At(visits, 0.5) / At(idle, 0.5):0.0} x the median and {At(visits, 0.99) / At(idle, 0.99):0.0} x the 99th percentile of an idle server"
        );

    private static void Describe(LoadedHost host, string when) =>
        Console.WriteLine(
            $"  {when}: {Settle() / 1024} KiB of heap, {host.Refused} refused, {host.Remembered} in the journal, {host.Storms} storms told apart, {host.Underway} handshakes not written yet"
        );

    private static long Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double At(List<double> values, double share) =>
        values.Order().ElementAt((int)(share * (values.Count - 1)));
}
