namespace WsAuth.Benchmarks.Handshakes;

internal static class HandshakeReport
{
    public static Task RunAsync() => Task.CompletedTask;
}
