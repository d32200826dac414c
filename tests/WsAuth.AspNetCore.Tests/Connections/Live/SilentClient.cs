using System.Net;
using System.Net.Sockets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>
/// A client that does its handshake and then nothing: it reads nothing, answers neither ping nor close, and has room for little. So looks a peer
/// whose network is gone, until the server sends.
/// </summary>
internal sealed class SilentClient : IDisposable
{
    private const int Room = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        ReceiveBufferSize = Room,
        ReceiveTimeout = 60_000,
    };

    private SilentClient() { }

    public static async Task<SilentClient> ConnectAsync(KestrelHost host, string token)
    {
        var client = new SilentClient();
        await client._socket.ConnectAsync(IPAddress.Parse(host.Address.Host), host.Address.Port);
        await client._socket.SendAsync(RawHandshake.Request(("Authorization", $"Bearer {token}")));
        var head = "";
        var buffer = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.Equal(1, await client._socket.ReceiveAsync(buffer));
            head += (char)buffer[0];
        }

        LeakWatch.Observe(head);
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        return client;
    }

    /// <summary>Reads what the server has sent until a close frame, and answers its code; 1006 where the connection broke before.</summary>
    public int ReadClose()
    {
        var received = new List<byte>();
        var buffer = new byte[Room];
        try
        {
            while (_socket.Receive(buffer) is > 0 and var count)
            {
                received.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (SocketException)
        {
            // Reset: what came before counts.
        }

        // Nothing else is sent to it.
        return received is [0x88, _, var high, var low, ..] ? (high << 8) | low : 1006;
    }

    /// <summary>Breaks the connection without a word, by a TCP reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
