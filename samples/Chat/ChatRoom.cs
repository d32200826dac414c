using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Chat;

/// <summary>The room: whoever is in it gets what anybody says. It knows nothing of tokens; who comes in was let in.</summary>
internal sealed partial class ChatRoom(ILogger<ChatRoom> logger)
{
    private const int LongestMessage = 4096;

    private static readonly BoundedChannelOptions Outbox = new(100) { FullMode = BoundedChannelFullMode.DropOldest };

    private readonly ConcurrentDictionary<Channel<byte[]>, string> _people = new();

    /// <summary>The handler of the sockets.</summary>
    public static Task JoinAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<ChatRoom>().TalkAsync(context);

    private async Task TalkAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        if (context.Request.Query.ContainsKey("quiet"))
        {
            // It uses a ticket up, and does not come in.
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            return;
        }

        var name = context.User.Identity!.Name!;
        var outbox = Channel.CreateBounded<byte[]>(Outbox);
        _people[outbox] = name;
        LogConnected(name, _people.Count);
        Tell("joined", name);
        var sending = SendAsync(socket, outbox.Reader, context.RequestAborted);
        try
        {
            await ReceiveAsync(socket, name, context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone without a word.
        }
        finally
        {
            _people.TryRemove(outbox, out _);
            outbox.Writer.Complete();
            await sending;
            LogLeft(name, _people.Count);
            Tell("left", name);
        }
    }

    private async Task ReceiveAsync(WebSocket socket, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var length = 0;
        while (
            await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken)
                is { MessageType: WebSocketMessageType.Text } received
        )
        {
            length += received.Count;
            if (received.EndOfMessage)
            {
                Tell("message", name, Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
            else if (length == LongestMessage)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, "4096 bytes at most", cancellationToken);
                return;
            }
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
    }

    private void Tell(string kind, string from, string? text = null)
    {
        var people = _people.Values.Distinct().Order(StringComparer.Ordinal);
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind,
                from,
                text,
                people,
            },
            JsonSerializerOptions.Web
        );
        foreach (var outbox in _people.Keys)
        {
            outbox.Writer.TryWrite(message);
        }
    }

    private static async Task SendAsync(
        WebSocket socket,
        ChannelReader<byte[]> outbox,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var message in outbox.ReadAllAsync(cancellationToken))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It is closing, or gone; the receiving side notices.
        }
    }
}
