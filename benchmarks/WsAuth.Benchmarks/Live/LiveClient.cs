using System.Collections.Concurrent;
using System.Text.Json;
using WsAuth.Benchmarks.Handshakes;

namespace WsAuth.Benchmarks.Live;

/// <summary>What runs in the client's process: opens the sockets, says so, waits until the server closes them, and says how.</summary>
internal static class LiveClient
{
    public const string Verb = "live-client";

    /// <summary>What it says when all are open.</summary>
    public const string AllOpen = "open";

    private const int AtOnce = 32;

    public static async Task RunAsync()
    {
        var order = JsonSerializer.Deserialize<LiveOrder>(Console.In.ReadLine()!)!;
        var requests = order.Tokens.Select(token => RawClient.Handshake(order.Path, token)).ToList();
        var closes = new ConcurrentBag<(int Code, DateTimeOffset At)>();
        var waiting = new ConcurrentBag<Task>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(OpenThemAsync)));
        Console.Out.WriteLine(AllOpen);
        await Task.WhenAny(Task.WhenAll(waiting), Task.Run(Console.In.ReadLine));
        var seen = closes.ToList();
        var outcome = new LiveOutcome(
            seen.GroupBy(close => close.Code).ToDictionary(group => group.Key, group => group.Count()),
            [.. seen.Select(close => (close.At - DateTimeOffset.UnixEpoch).TotalMilliseconds)]
        );
        Console.Out.WriteLine(JsonSerializer.Serialize(outcome));

        async Task OpenThemAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < order.Sockets)
            {
                var socket = await LiveSocket.OpenAsync(order.Port, requests[number % requests.Count], number);
                Expect.That(socket.Status == 101, $"the handshake is accepted, and not answered {socket.Status}");
                if (order.IsShort)
                {
                    await socket.CloseAsync();
                    await WaitAsync(socket, answers: false);
                }
                else
                {
                    waiting.Add(WaitAsync(socket, answers: number >= order.Mute));
                }
            }
        }

        async Task WaitAsync(LiveSocket socket, bool answers)
        {
            using (socket)
            {
                var close = await socket.ReadCloseAsync();
                closes.Add(close);
                if (answers)
                {
                    await socket.CloseAsync();
                }

                await socket.ReadEndAsync();
            }
        }
    }
}
