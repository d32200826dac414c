using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>Accepted handshakes, each on a connection of its own: CPU and bytes above the same handshake without authentication.</summary>
internal static class AcceptedHandshakes
{
    private const int Batch = 250;
    private const int WarmUp = 30;
    private const int Rounds = 60;
    private static readonly string[] Paths = [MeasuredHost.Middleware, MeasuredHost.Scheme, MeasuredHost.Peer];

    public static async Task MeasureAsync(
        MemoryTransport guarded,
        MemoryTransport bare,
        TypicalToken token,
        double unit
    )
    {
        var above = Paths.ToDictionary(path => path, _ => new List<Cost>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            foreach (var path in Paths)
            {
                // The open path is sent the same token: reading a header is the server's own work.
                var open = RawClient.Handshake(MeasuredHost.Without(path, MeasuredHost.Open), token.Text);
                var before = await VisitAsync(bare, open);
                var own = await VisitAsync(
                    MeasuredHost.IsBare(path) ? bare : guarded,
                    RawClient.Handshake(path, token.Text)
                );
                var after = await VisitAsync(bare, open);
                if (round >= 0)
                {
                    above[path]
                        .Add(
                            new Cost(
                                own.Nanoseconds - ((before.Nanoseconds + after.Nanoseconds) / 2),
                                own.Bytes - ((before.Bytes + after.Bytes) / 2)
                            )
                        );
                }
            }
        }

        var peer = Cost.Median(above[MeasuredHost.Peer].Select(cost => cost.Nanoseconds));
        foreach (var path in Paths)
        {
            var time = Cost.Median(above[path].Select(cost => cost.Nanoseconds));
            var bytes = Cost.Median(above[path].Select(cost => cost.Bytes));
            Console.WriteLine(
                $"  accepted, {path, -12} +{time / 1000:0.0} µs CPU = {time / unit, 5:0.0} L = {time / peer:0.00} x the stand-in, +{bytes:0} B"
            );
        }
    }

    private static Task<Cost> VisitAsync(MemoryTransport client, byte[] request) =>
        Cost.OfAsync(
            Batch,
            async () => Expect.That(await client.VisitAsync(request) == 101, "the handshake is accepted")
        );
}
