using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>A client of blocking sockets and ready-made bytes, so that what it costs is little and the same for every server path.</summary>
internal sealed class RawClient(int port)
{
    private readonly byte[] _buffer = new byte[4096];

    public static byte[] Handshake(string path, string? token) =>
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
                + "\r\n"
        );

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Sends a handshake and reads the answer's head, and its body where it has one; answers the status.</summary>
    public int Exchange(Socket socket, byte[] request)
    {
        socket.Send(request);
        var read = 0;
        while (true)
        {
            var count = socket.Receive(_buffer.AsSpan(read));
            Expect.That(count > 0, "the server answers");
            read += count;
            var answer = _buffer.AsSpan(0, read);
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && read >= end + 4 + BodyLength(answer[..end]))
            {
                return ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + (answer[11] - '0');
            }
        }
    }

    /// <summary>One whole connection: a handshake, and what follows until the server ends it.</summary>
    public int Visit(byte[] request)
    {
        using var socket = Connect();
        var status = Exchange(socket, request);
        while (socket.Receive(_buffer) > 0) { }

        return status;
    }

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        return
            start < 0 || !System.Buffers.Text.Utf8Parser.TryParse(head[(start + name.Length)..], out int length, out _)
            ? 0
            : length;
    }
}
