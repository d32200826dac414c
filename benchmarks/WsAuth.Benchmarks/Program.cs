using BenchmarkDotNet.Running;
using WsAuth.Benchmarks;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.HostileCredentials;
using WsAuth.Benchmarks.Live;
using WsAuth.Benchmarks.Load;

// "handshakes" measures a server in this process; everything else is BenchmarkDotNet's.
if (args is ["handshakes", ..])
{
    await HandshakeReport.RunAsync();
    return;
}

// "hostile" prints what each row of the table of hostile credentials costs.
if (args is ["hostile", ..])
{
    await HostileReport.RunAsync();
    return;
}

// "refused-load" has one client process send refused handshakes as fast as it can, while a good client connects.
if (args is ["refused-load", .. var settings])
{
    await RefusedLoadReport.RunAsync(settings);
    return;
}

// "live-..." open thousands of sockets from a process of its own, and let them end or be idle.
Func<string[], Task>? live = args.FirstOrDefault() switch
{
    "live-end" => LiveEndReport.RunAsync,
    "live-idle" => LiveIdleReport.RunAsync,
    "live-short" => LiveShortReport.RunAsync,
    "live-stop" => LiveStopReport.RunAsync,
    LiveClient.Verb => _ => LiveClient.RunAsync(),
    LiveServer.Verb => _ => LiveServer.RunAsync(),
    _ => null,
};
if (live is not null)
{
    await live(args);
    return;
}

// The client process of refused-load; started by the report, not by hand.
if (args is [LoadingProcess.Verb, ..])
{
    LoadingClient.Run(args);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, new ShortRun());
