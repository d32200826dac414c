using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Live;

/// <summary>What runs in the server's process where its end is what is measured: it says its port, and stops when it is told to.</summary>
internal static class LiveServer
{
    public const string Verb = "live-server";

    public static async Task RunAsync()
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string?>>(Console.In.ReadLine()!)!;
        await using var app = LiveHost.Build(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        await app.StartAsync();
        Console.Out.WriteLine(MeasuredHost.PortOf(app));
        Console.In.ReadLine();
        Console.Out.WriteLine(LiveHost.CountOf(app));
        await app.StopAsync();
        Console.Out.WriteLine(LiveHost.CountOf(app));
    }
}
