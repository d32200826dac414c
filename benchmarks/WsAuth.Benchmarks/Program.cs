using BenchmarkDotNet.Running;
using WsAuth.Benchmarks;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.HostileCredentials;
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

// That client process; started by the report, not by hand.
if (args is [LoadingProcess.Verb, ..])
{
    LoadingClient.Run(args);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, new ShortRun());
