using System.IO.Pipelines;
using System.Net.WebSockets;
using WsAuth.AspNetCore.Connections;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A watched socket of the platform under whatever an application, its client and the server do at one time, in random order.</summary>
public sealed class ReceiveStressTests
{
    private const int Rounds = 200;
    private const int Messages = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly AsyncLocal<string?> Flowing = new();

    [Fact]
    public async Task Whatever_comes_in_is_answered_once_in_its_order_to_whom_it_belongs_and_everybody_leaves()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            await RunAsync(new Random(seed)).WaitAsync(Patience);
        }
    }

    private static async Task RunAsync(Random random)
    {
        var (up, down) = (new Pipe(), new Pipe());
        await using var serverStream = new Duplex(up.Reader, down.Writer);
        await using var clientStream = new Duplex(down.Reader, up.Writer);
        using var client = WebSocket.CreateFromStream(clientStream, new WebSocketCreationOptions());
        using var inner = WebSocket.CreateFromStream(serverStream, new WebSocketCreationOptions { IsServer = true });
        var watched = new WatchedWebSocket(inner);
        var (sender, server, ender) = (new Random(random.Next()), new Random(random.Next()), new Random(random.Next()));
        var how = random.Next(4);

        var sending = Task.Run(() => SendAsync(client, sender));
        var listening = Task.Run(() => ListenAsync(client));
        var serving = Task.Run(() => ServeAsync(watched, server));
        await Task.Run(async () =>
        {
            for (var i = ender.Next(60); i > 0; i--)
            {
                await Task.Yield();
            }

            if (how is 1 or 2)
            {
                _ = watched.EndAsync(ConnectionEnding.ServerStopping);
            }

            if (how is 2 or 3)
            {
                // The grace period is over.
                watched.AbortInner();
            }
        });

        var received = await serving;
        await watched.LeaveAsync();
        client.Abort();
        await Task.WhenAll(sending, listening);

        // In its order, and all of it where nobody cut it off.
        Assert.Equal(Enumerable.Range(0, received.Count).Select(i => (byte)i), received);
        Assert.True(how != 0 || received.Count == await sending, "Something was lost.");
    }

    private static async Task<int> SendAsync(WebSocket client, Random random)
    {
        var sent = 0;
        try
        {
            for (var i = 0; i < Messages; i++)
            {
                var message = Enumerable.Range(sent, random.Next(4)).Select(value => (byte)value).ToArray();
                await client.SendAsync(message, WebSocketMessageType.Binary, random.Next(2) == 0, default);
                sent += message.Length;
                if (random.Next(3) == 0)
                {
                    await Task.Yield();
                }
            }

            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        catch (Exception exception) when (ClosingHandshake.IsEndOfConnection(exception)) { }

        return sent;
    }

    private static async Task ListenAsync(WebSocket client)
    {
        try
        {
            while (
                (await client.ReceiveAsync(new byte[16].AsMemory(), default)).MessageType != WebSocketMessageType.Close
            ) { }

            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        catch (Exception exception) when (ClosingHandshake.IsEndOfConnection(exception)) { }
    }

    private static async Task<List<byte>> ServeAsync(WatchedWebSocket socket, Random random)
    {
        Flowing.Value = "the handler's";
        var received = new List<byte>();
        var buffer = new byte[8];
        try
        {
            while (true)
            {
                var (count, type) = await ReceiveAsync(socket, buffer.AsMemory(0, random.Next(buffer.Length)), random);
                Assert.Equal("the handler's", Flowing.Value);
                if (type == WebSocketMessageType.Close)
                {
                    break;
                }

                received.AddRange(buffer.AsSpan(0, count));
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        catch (Exception exception) when (ClosingHandshake.IsEndOfConnection(exception)) { }

        return received;
    }

    private static async Task<(int, WebSocketMessageType)> ReceiveAsync(
        WatchedWebSocket socket,
        Memory<byte> buffer,
        Random random
    )
    {
        switch (random.Next(5))
        {
            case 0:
                Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(buffer, out var segment));
                var old = await socket.ReceiveAsync(segment, default);
                return (old.Count, old.MessageType);
            case 1:
                var empty = await socket.ReceiveAsync(Memory<byte>.Empty, default).ConfigureAwait(true);
                return (empty.Count, empty.MessageType);
            case 2:
                var asTask = await socket.ReceiveAsync(buffer, default).AsTask();
                return (asTask.Count, asTask.MessageType);
            case 3:
                // Looked at before it is awaited.
                var looked = socket.ReceiveAsync(buffer, default);
                for (var i = random.Next(200); i > 0 && !looked.IsCompleted; i--) { }

                var seen = await looked;
                return (seen.Count, seen.MessageType);
            default:
                var plain = await socket.ReceiveAsync(buffer, default).ConfigureAwait(false);
                return (plain.Count, plain.MessageType);
        }
    }

    private sealed class Duplex(PipeReader reader, PipeWriter writer) : Stream
    {
        private readonly Stream _in = reader.AsStream();
        private readonly Stream _out = writer.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default) =>
            _in.ReadAsync(buffer, token);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken token = default)
        {
            await _out.WriteAsync(buffer, token);
            await _out.FlushAsync(token);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush() { }

        public override Task FlushAsync(CancellationToken token) => Task.CompletedTask;

        protected override void Dispose(bool disposing)
        {
            // Whoever waits at the other side reads the end.
            reader.CancelPendingRead();
            writer.Complete();
            base.Dispose(disposing);
        }
    }
}
