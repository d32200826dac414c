using System.Net.WebSockets;
using System.Text;

namespace WsAuth.Testing;

/// <summary>Short conversations over a socket.</summary>
public static class SocketConversation
{
    /// <summary>Sends a text and answers the next message.</summary>
    public static async Task<string> AskAsync(this WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
        return await socket.HearAsync();
    }

    /// <summary>The next message.</summary>
    public static async Task<string> HearAsync(this WebSocket socket)
    {
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var received = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
