using System.Diagnostics;
using System.Net.Sockets;
using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Load;

/// <summary>A client with a good token: connects, has a message echoed, leaves, and does so again a twentieth of a second later. Its thread is its own.</summary>
internal sealed class GoodClient(int port, string token)
{
    // A masked text frame "ok" (RFC 6455 §5.2), and what the server echoes.
    private static readonly byte[] Frame = [0x81, 0x82, 0, 0, 0, 0, (byte)'o', (byte)'k'];
    private static readonly byte[] Echo = [0x81, 0x02, (byte)'o', (byte)'k'];

    /// <summary>Works until it is told to end; answers how long each visit took, in milliseconds. A visit that fails ends the measurement.</summary>
    public Task<List<double>> WorkAsync(Func<bool> goesOn) =>
        Task.Factory.StartNew(
            () =>
            {
                var client = new RawClient(port);
                var request = RawClient.Handshake(LoadedHost.Guarded, token);
                var visits = new List<double>();
                while (goesOn())
                {
                    var start = Stopwatch.GetTimestamp();
                    Visit(client, request);
                    visits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    Thread.Sleep(50);
                }

                return visits;
            },
            TaskCreationOptions.LongRunning
        );

    private static void Visit(RawClient client, byte[] request)
    {
        using var socket = client.Connect();
        socket.ReceiveTimeout = 30_000;
        Expect.That(client.Exchange(socket, request) == 101, "the good client is accepted");
        socket.Send(Frame);
        Span<byte> echo = stackalloc byte[Echo.Length];
        for (var read = 0; read < echo.Length; )
        {
            var count = socket.Receive(echo[read..]);
            Expect.That(count > 0, "the good client's message is echoed");
            read += count;
        }

        Expect.That(echo.SequenceEqual(Echo), "the echo is the message");
        socket.LingerState = new LingerOption(true, 0);
    }
}
