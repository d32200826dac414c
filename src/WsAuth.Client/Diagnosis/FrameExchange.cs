using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Client.Diagnosis;

/// <summary>Speaks frames over the upgraded connection (RFC 6455 §5), as far as a ping, a first message and a close need it.</summary>
internal sealed class FrameExchange(Stream stream, ReadOnlyMemory<byte> rest)
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;
    private const int LongestPayload = 1024 * 1024;

    private static readonly byte[] PingPayload = "wsauth"u8.ToArray();

    private ReadOnlyMemory<byte> _rest = rest;

    /// <summary>How the server closed; null while it has not.</summary>
    public CloseFrame? Closed { get; private set; }

    /// <summary>Whether what came is no frame that a server may send.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Messages of the server that were passed over.</summary>
    public int Messages { get; private set; }

    public Task SendPingAsync(CancellationToken cancellationToken) => SendAsync(Ping, PingPayload, cancellationToken);

    public Task SendTextAsync(byte[] message, CancellationToken cancellationToken) =>
        SendAsync(Text, message, cancellationToken);

    public Task SendCloseAsync(CancellationToken cancellationToken) =>
        SendAsync(Close, [0x03, 0xE8], cancellationToken);

    /// <summary>Reads until the pong of our ping; false where the server closed, or sent no frames.</summary>
    public async Task<bool> HearPongAsync(CancellationToken cancellationToken) =>
        await HearAsync(
                (opcode, payload) => opcode == Pong && payload.AsSpan().StartsWith(PingPayload),
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Reads until the confirmation of the first message; false where the server closed, or sent something else.</summary>
    public async Task<bool> HearConfirmationAsync(CancellationToken cancellationToken)
    {
        var isConfirmed = false;
        await HearAsync(
                (opcode, payload) =>
                {
                    isConfirmed = opcode == Text && FirstMessageHandshake.IsConfirmation(payload);
                    return opcode < Close;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return isConfirmed;
    }

    /// <summary>Reads until the server closes.</summary>
    public Task HearCloseAsync(CancellationToken cancellationToken) => HearAsync((_, _) => false, cancellationToken);

    private async Task<bool> HearAsync(Func<int, byte[], bool> isAwaited, CancellationToken cancellationToken)
    {
        var head = new byte[8];
        while (true)
        {
            await ReadAsync(head.AsMemory(0, 2), cancellationToken).ConfigureAwait(false);
            var (opcode, length) = (head[0] & 0x0F, (long)(head[1] & 0x7F));
            // Nothing was offered that a reserved bit could mean, and a server masks nothing (§5.1, §5.2).
            IsBroken = (head[0] & 0x70) != 0 || (head[1] & Masked) != 0 || opcode is (> 2 and < Close) or > Pong;
            if (length >= 126)
            {
                var bytes = length == 126 ? 2 : 8;
                await ReadAsync(head.AsMemory(0, bytes), cancellationToken).ConfigureAwait(false);
                length =
                    bytes == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head) : BinaryPrimitives.ReadInt64BigEndian(head);
            }

            IsBroken |= length is < 0 or > LongestPayload || (opcode >= Close && length > 125);
            if (IsBroken)
            {
                return false;
            }

            var payload = new byte[length];
            await ReadAsync(payload, cancellationToken).ConfigureAwait(false);
            Messages += opcode < Close ? 1 : 0;
            if (opcode == Close)
            {
                Closed = Read(payload);
                return false;
            }

            if (opcode == Ping)
            {
                await SendAsync(Pong, payload, cancellationToken).ConfigureAwait(false);
            }

            if (isAwaited(opcode, payload))
            {
                return true;
            }
        }
    }

    // §5.3: a client masks every frame.
    private async Task SendAsync(int opcode, byte[] payload, CancellationToken cancellationToken)
    {
        var extended = payload.Length > 125 ? 2 : 0;
        var frame = new byte[6 + extended + payload.Length];
        frame[0] = (byte)(Final | opcode);
        frame[1] = (byte)(Masked | (extended > 0 ? 126 : payload.Length));
        if (extended > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        RandomNumberGenerator.Fill(frame.AsSpan(2 + extended, 4));
        for (var i = 0; i < payload.Length; i++)
        {
            frame[6 + extended + i] = (byte)(payload[i] ^ frame[2 + extended + (i & 3)]);
        }

        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        var known = Math.Min(into.Length, _rest.Length);
        _rest[..known].CopyTo(into);
        _rest = _rest[known..];
        await stream.ReadExactlyAsync(into[known..], cancellationToken).ConfigureAwait(false);
    }

    private static CloseFrame Read(byte[] payload) =>
        payload.Length < 2
            ? new CloseFrame(1005, "")
            : new CloseFrame(
                BinaryPrimitives.ReadUInt16BigEndian(payload),
                Encoding.UTF8.GetString(payload, 2, payload.Length - 2)
            );
}
