using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Testing;

/// <summary>A TCP server that answers each request head as a test tells it, byte by byte, and then closes the connection.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<string, Stream, Task> _answer;
    private readonly Task _serving;

    public ScriptedServer(Func<string, Stream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Every connection gets these bytes, in Latin-1.</summary>
    public ScriptedServer(string answer)
        : this((_, stream) => WriteAsync(stream, answer)) { }

    public List<string> Requests { get; } = [];

    public Uri Url(string pathAndQuery = "/ws", string scheme = "ws") =>
        new($"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{pathAndQuery}");

    /// <summary>A server that upgrades properly and then does as the test says.</summary>
    public static ScriptedServer Upgrading(
        Func<Stream, Task> then,
        string more = "",
        Func<string, string>? accept = null
    ) =>
        new(
            async (head, stream) =>
            {
                if (!head.Contains("Sec-WebSocket-Key: ", StringComparison.Ordinal))
                {
                    await WriteAsync(stream, "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
                    return;
                }

                await UpgradeAsync(head, stream, more, accept);
                await then(stream);
            }
        );

    /// <summary>Answers a handshake with a proper 101.</summary>
    public static Task UpgradeAsync(
        string head,
        Stream stream,
        string more = "",
        Func<string, string>? accept = null
    ) =>
        WriteAsync(
            stream,
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {(accept ?? AcceptOf)(head)}\r\n{more}\r\n"
        );

    public static Task WriteAsync(Stream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    /// <summary>Reads one masked frame and answers its payload.</summary>
    public static async Task<byte[]> ReadFrameAsync(Stream stream)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head);
        var length = head[1] & 0x7F;
        if (length == 126)
        {
            await stream.ReadExactlyAsync(head);
            length = (head[0] << 8) | head[1];
        }

        var mask = new byte[4];
        var payload = new byte[length];
        await stream.ReadExactlyAsync(mask);
        await stream.ReadExactlyAsync(payload);
        return [.. payload.Select((value, i) => (byte)(value ^ mask[i & 3]))];
    }

    /// <summary>Answers the first ping, and then reads until the client goes.</summary>
    public static async Task PongAsync(Stream stream)
    {
        var payload = await ReadFrameAsync(stream);
        await stream.WriteAsync((byte[])[0x8A, (byte)payload.Length, .. payload]);
        await stream.CopyToAsync(Stream.Null);
    }

    public static Task CloseAsync(Stream stream, int code, string text) =>
        stream
            .WriteAsync(
                (byte[])[0x88, (byte)(text.Length + 2), (byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(text)]
            )
            .AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                using var stream = client.GetStream();
                await AnswerAsync(stream).WaitAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // The client went, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) > 0)
        {
            head.Append((char)buffer[0]);
            if (head.Length == 1 && buffer[0] == 22)
            {
                break;
            }
        }

        Requests.Add(head.ToString());
        await _answer(head.ToString(), stream);
    }

    private static string AcceptOf(string head)
    {
        var key = head.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
        return Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
        );
    }
}
