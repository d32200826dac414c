using BenchmarkDotNet.Running;
using WsAuth.Benchmarks;
using WsAuth.Benchmarks.Handshakes;

// "handshakes" measures a server in this process; everything else is BenchmarkDotNet's.
if (args is ["handshakes", ..])
{
    await HandshakeReport.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, new ShortRun());
