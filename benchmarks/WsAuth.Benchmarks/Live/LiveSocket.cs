using System.Net;
using System.Net.Sockets;

namespace WsAuth.Benchmarks.Live;

/// <summary>A client's socket in few bytes: opens, waits for the server's close frame, and answers it or not (RFC 6455 §7.1).</summary>
internal sealed class LiveSocket : IDisposable
{
    private const int NoCloseFrame = 1006;
    private const int Addresses = 8;

    // Masked by zeros: 1000, normal closure.
    private static readonly byte[] CloseFrame = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private readonly byte[] _buffer = new byte[512];
    private int _read;

    /// <summary>Opens a socket from one of several loopback addresses, since each has a limited number of ports.</summary>
    public static async Task<LiveSocket> OpenAsync(int port, byte[] request, int number)
    {
        var socket = new LiveSocket();
        socket._socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (number % Addresses))]), 0));
        await socket._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await socket._socket.SendAsync(request);
        var end = -1;
        while (end < 0)
        {
            Expect.That(await socket.ReadAsync(), "the server answers the handshake");
            end = socket._buffer.AsSpan(0, socket._read).IndexOf("\r\n\r\n"u8);
        }

        socket.Status = int.Parse(socket._buffer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        socket.Skip(end + 4);
        return socket;
    }

    public int Status { get; private set; }

    /// <summary>Waits for the server's close frame; answers its code and when it came, or 1006 where the connection broke.</summary>
    public async Task<(int Code, DateTimeOffset At)> ReadCloseAsync()
    {
        try
        {
            while (true)
            {
                while (_read >= 2 && _read >= 2 + _buffer[1])
                {
                    if ((_buffer[0] & 0x0F) == 8)
                    {
                        return ((_buffer[2] << 8) | _buffer[3], DateTimeOffset.UtcNow);
                    }

                    Skip(2 + _buffer[1]);
                }

                if (!await ReadAsync())
                {
                    return (NoCloseFrame, DateTimeOffset.UtcNow);
                }
            }
        }
        catch (SocketException)
        {
            return (NoCloseFrame, DateTimeOffset.UtcNow);
        }
    }

    public Task CloseAsync() => _socket.SendAsync(CloseFrame);

    /// <summary>Waits until the server ends the connection; false where it broke.</summary>
    public async Task<bool> ReadEndAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_buffer) > 0) { }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Resets: closed connections would otherwise keep their ports for a minute.</summary>
    public void Dispose()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(_read));
        _read += count;
        return count > 0;
    }

    private void Skip(int count)
    {
        _buffer.AsSpan(count, _read - count).CopyTo(_buffer);
        _read -= count;
    }
}
