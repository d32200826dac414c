using System.Net.Sockets;
using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>What the heap keeps for each socket that is open and idle, above one without authentication.</summary>
internal static class IdleSockets
{
    private const int Sockets = 400;
    private const int Rounds = 5;
    private static readonly string[] Paths = [MeasuredHost.Middleware, MeasuredHost.Scheme, MeasuredHost.Peer];

    public static void Measure(RawClient guarded, RawClient bare, TypicalToken token)
    {
        var kept = Paths.Prepend(MeasuredHost.Open).ToDictionary(path => path, _ => new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var path in kept.Keys)
            {
                var each = KeptByEach(
                    MeasuredHost.IsBare(path) ? bare : guarded,
                    RawClient.Handshake(path, token.Text)
                );
                if (round >= 0)
                {
                    kept[path].Add(each);
                }
            }
        }

        var open = Cost.Median(kept[MeasuredHost.Open]);
        Console.WriteLine($"Idle sockets: {open:0} B of heap for each without authentication (client included)");
        foreach (var path in Paths)
        {
            Console.WriteLine($"  idle,     {path, -12} +{Cost.Median(kept[path]) - open:0} B");
        }
    }

    private static double KeptByEach(RawClient client, byte[] request)
    {
        var sockets = new List<Socket>(Sockets);
        var before = Settle();
        for (var i = 0; i < Sockets; i++)
        {
            sockets.Add(client.Connect());
            Expect.That(client.Exchange(sockets[i], request) == 101, "the handshake is accepted");
        }

        var each = (Settle() - before) / (double)Sockets;
        sockets.ForEach(socket => socket.Dispose());
        Settle();
        return each;
    }

    // The server's last steps for a socket run after its client has the answer; the heap is read when it stands still.
    private static long Settle()
    {
        var size = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(100);
            var next = GC.GetTotalMemory(forceFullCollection: true);
            if (Math.Abs(next - size) < Sockets)
            {
                return next;
            }

            size = next;
        }

        return size;
    }
}
