using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using WsAuth.AspNetCore.Tests.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Limits;

/// <summary>Clients that go at every moment at which one can go, many at a time: none of them keeps a place.</summary>
public sealed class RudeClientsTests
{
    private const int Places = 8;
    private const int Clients = 200;

    private static readonly string[] Paths = ["/ws", "/first", "/throws", "/throws-after", "/leaves"];

    [Fact]
    public async Task Hundreds_who_go_at_any_moment_leave_every_place_free()
    {
        var service = new LiveService
        {
            Map = app =>
            {
                app.Map("/throws", _ => throw new TimeZoneNotFoundException()).RequireWsAuth(TokenKind.Jwt);
                app.Map(
                        "/throws-after",
                        async context =>
                        {
                            await context.WebSockets.AcceptWebSocketAsync();
                            throw new TimeZoneNotFoundException();
                        }
                    )
                    .RequireWsAuth(TokenKind.Jwt);
                app.Map("/leaves", _ => Task.CompletedTask).RequireWsAuth(TokenKind.Jwt);
            },
        };
        service.Settings["WsAuth:Limits:ConnectionsPerSubject"] = $"{Places}";
        service.Settings["WsAuth:Limits:ConnectionsInAll"] = $"{Places}";
        service.Settings["WsAuth:FirstMessage:MaximumWaiting"] = $"{Places}";
        await using var host = await service.StartAsync();
        var token = host.MintJwt("u1");
        var random = new Random(1);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Clients).Select(_ => random.Next()).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (seed, _) => await BeRudeAsync(host, token, new Random(seed))
        );

        LiveService.WaitUntilEmpty(host);
        await EachGetsAPlaceAsync(host, () => host.ConnectAsync("/ws", token));
        await EachGetsAPlaceAsync(
            host,
            async () =>
            {
                var socket = await host.ConnectAsync("/first");
                Assert.Contains(
                    "auth_ok",
                    await socket.AskAsync(FirstMessageService.Auth(token)),
                    StringComparison.Ordinal
                );
                return socket;
            }
        );
    }

    // The last of the rude ones may still be on its way out: some are asked to come again, but in the end all are there at once.
    private static async Task EachGetsAPlaceAsync(KestrelHost host, Func<Task<ClientWebSocket>> connect)
    {
        var sockets = new List<ClientWebSocket>();
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (sockets.Count < Places && TimeProvider.System.GetUtcNow() < until)
        {
            try
            {
                sockets.Add(await connect());
            }
            catch (Exception exception) when (exception is WebSocketException or Xunit.Sdk.ContainsException)
            {
                await Task.Yield();
            }
        }

        Assert.Equal(Places, sockets.Count);
        LiveService.WaitForConnections(host, Places);
        sockets.ForEach(socket => socket.Dispose());
        LiveService.WaitUntilEmpty(host);
    }

    private static async Task BeRudeAsync(KestrelHost host, string token, Random random)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(host.Address.Host), host.Address.Port);
        var path = Paths[random.Next(Paths.Length)];
        (string, string)[] headers = random.Next(8) switch
        {
            0 when path == "/first" => [],
            1 when path == "/first" => [("Sec-WebSocket-Protocol", "chat")],
            2 => [("Authorization", $"Bearer {token}"), ("Sec-WebSocket-Key", "no key")],
            3 => [("Authorization", $"Bearer {token}"), ("Sec-WebSocket-Version", "12")],
            4 => [("Authorization", $"Bearer {token}x")],
            _ => path == "/first" && random.Next(2) == 0 ? [] : [("Authorization", $"Bearer {token}")],
        };
        var request = Encoding.ASCII.GetBytes(
            Encoding
                .ASCII.GetString(RawHandshake.Request(headers))
                .Replace("GET /ws ", $"GET {path} ", StringComparison.Ordinal)
        );
        try
        {
            var length = random.Next(6) == 0 ? random.Next(request.Length) : request.Length;
            await socket.SendAsync(request.AsMemory(0, length));

            // To half a request there is no answer, until Kestrel has waited for the rest of it for 30 s.
            if (length == request.Length && random.Next(3) > 0)
            {
                await socket.ReceiveAsync(new byte[random.Next(1, 600)]);
            }

            if (random.Next(2) == 0)
            {
                // Half a frame, a broken one, or a first message that is none.
                var rest = new byte[random.Next(1, 40)];
                random.NextBytes(rest);
                await socket.SendAsync(rest);
            }
        }
        catch (SocketException)
        {
            // The server was quicker.
        }

        socket.LingerState = new LingerOption(random.Next(2) == 0, 0);
    }
}
