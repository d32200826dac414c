using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WsAuth.Testing;

/// <summary>The handler of most tests: answers <c>{"type":"ping"}</c> with <c>{"type":"pong"}</c>, and everything else with itself.</summary>
public static class EchoEndpoint
{
    private const string Ping = """{"type":"ping"}""";
    private const string Pong = """{"type":"pong"}""";

    /// <summary>Answers one message with the caller and the session that it asked for.</summary>
    public static async Task TellSessionAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[4096].AsMemory(), context.RequestAborted);
        var decision = context.GetHandshakeDecision()!;
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($"{decision.Subject} {decision.RequestedSessionId}"),
            WebSocketMessageType.Text,
            true,
            context.RequestAborted
        );
    }

    public static async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        while (
            await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)
                is { MessageType: not WebSocketMessageType.Close } received
        )
        {
            var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
            var answer = text.Replace(" ", "", StringComparison.Ordinal) == Ping ? Pong : text;
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(answer),
                received.MessageType,
                received.EndOfMessage,
                context.RequestAborted
            );
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
