using System.Net.WebSockets;
using System.Text.Json;

namespace Gateway;

/// <summary>Answers <c>{"type":"ping"}</c> with <c>{"type":"pong"}</c> and echoes everything else, frame by frame, until either side goes.</summary>
internal static class EchoSocket
{
    private static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    public static async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var registration = stopping.Register(() => _ = LeaveAsync(socket));
        try
        {
            await EchoAsync(socket, context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client went without a close frame; there is nobody left to tell.
        }
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var isFirstFrame = true;
        while (
            await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)
                is { MessageType: not WebSocketMessageType.Close } received
        )
        {
            var isWhole = isFirstFrame && received.EndOfMessage;
            var frame =
                isWhole && received.MessageType == WebSocketMessageType.Text && IsPing(buffer.AsSpan(0, received.Count))
                    ? Pong
                    : buffer.AsMemory(0, received.Count);
            await socket.SendAsync(frame, received.MessageType, received.EndOfMessage, cancellationToken);
            isFirstFrame = received.EndOfMessage;
        }

        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
    }

    // JSON writers differ in white space; it is the same message.
    private static bool IsPing(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            return JsonElement.TryParseValue(ref reader, out var json)
                && json.Value.ValueKind == JsonValueKind.Object
                && json.Value.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("ping"u8)
                && json.Value.EnumerateObject().Count() == 1;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task LeaveAsync(WebSocket socket)
    {
        try
        {
            await socket.CloseOutputAsync(
                WebSocketCloseStatus.EndpointUnavailable,
                "the server is stopping",
                CancellationToken.None
            );
        }
        catch (Exception exception)
            when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was closed in the same moment.
        }
    }
}
