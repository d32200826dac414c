using System.Net.Sockets;
using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>Refused handshakes on one kept connection, as a multiple of a handler that answers a bare 401.</summary>
internal static class RefusedHandshakes
{
    private const int Batch = 200;
    private const int Rounds = 60;
    private static readonly string[] Paths =
    [
        MeasuredHost.Middleware,
        MeasuredHost.Scheme,
        MeasuredHost.Empty,
        MeasuredHost.Peer,
    ];

    public static void Measure(RawClient guarded, RawClient bare, TypicalToken token)
    {
        using var guardedSocket = guarded.Connect();
        using var bareSocket = bare.Connect();
        var ratios = Paths.ToDictionary(path => path, _ => new List<double>());
        var bytes = Paths.ToDictionary(path => path, _ => new List<double>());
        for (var round = -Rounds / 2; round < Rounds; round++)
        {
            foreach (var path in Paths)
            {
                var least = RawClient.Handshake(MeasuredHost.Without(path, MeasuredHost.Static401), token.Forged);
                var request = RawClient.Handshake(path, token.Forged);
                var before = Cost.Of(Batch, () => Refuse(bare, bareSocket, least));
                var (client, socket) = MeasuredHost.IsBare(path) ? (bare, bareSocket) : (guarded, guardedSocket);
                var own = Cost.Of(Batch, () => Refuse(client, socket, request));
                var after = Cost.Of(Batch, () => Refuse(bare, bareSocket, least));
                if (round >= 0)
                {
                    ratios[path].Add(own.Nanoseconds * 2 / (before.Nanoseconds + after.Nanoseconds));
                    bytes[path].Add(own.Bytes - ((before.Bytes + after.Bytes) / 2));
                }
            }
        }

        foreach (var path in Paths)
        {
            Console.WriteLine(
                $"  refused,  {path, -12} {Cost.Median(ratios[path]):0.00} x the CPU of a static 401, +{Cost.Median(bytes[path]):0} B"
            );
        }

        static void Refuse(RawClient client, Socket socket, byte[] request) =>
            Expect.That(client.Exchange(socket, request) == 401, "the handshake is refused");
    }
}
