using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Load;

/// <summary>What runs in the loading process: two threads that keep their connection, and two that open one for each handshake.</summary>
internal static class LoadingClient
{
    private const int ThreadsOfEachKind = 2;

    public static void Run(string[] args)
    {
        var port = int.Parse(args[1], CultureInfo.InvariantCulture);
        var duration = TimeSpan.FromSeconds(int.Parse(args[2], CultureInfo.InvariantCulture));
        var requests = new List<byte[]>();
        while (Console.In.ReadLine() is { } line)
        {
            requests.Add(Convert.FromBase64String(line));
        }

        var clock = Stopwatch.StartNew();
        var refused = 0L;
        var threads = Enumerable
            .Range(0, 2 * ThreadsOfEachKind)
            .Select(i => new Thread(() => Interlocked.Add(ref refused, Send(i % 2 == 0, i))))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.Out.Write(refused.ToString(CultureInfo.InvariantCulture));

        long Send(bool keepsConnection, int first)
        {
            var client = new RawClient(port);
            var sent = 0L;
            Socket? socket = null;
            for (var i = first; clock.Elapsed < duration; i++)
            {
                socket ??= client.Connect();
                var status = client.Exchange(socket, requests[i % requests.Count]);
                Expect.That(status is >= 400 and < 600, $"the handshake is refused, and not answered {status}");
                sent++;
                if (!keepsConnection)
                {
                    // Reset: thousands of closed connections would otherwise keep their ports for a minute.
                    socket.LingerState = new LingerOption(true, 0);
                    socket.Dispose();
                    socket = null;
                }
            }

            socket?.Dispose();
            return sent;
        }
    }
}
