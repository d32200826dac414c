using BenchmarkDotNet.Running;
using WsAuth.Benchmarks;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.HostileCredentials;

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

BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, new ShortRun());
