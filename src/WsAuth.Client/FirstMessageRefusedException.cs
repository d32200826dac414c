using System.Net.WebSockets;

namespace WsAuth.Client;

/// <summary>The server opened the socket but did not confirm the credential of the first message. The socket is closed.</summary>
public sealed class FirstMessageRefusedException : Exception
{
    internal FirstMessageRefusedException(string message, WebSocketCloseStatus? closeStatus = null, string? text = null)
        : base(message)
    {
        CloseStatus = closeStatus;
        CloseText = text;
    }

    /// <summary>The close code; null where the server did not close the socket: no answer came in time, or another than <c>auth_ok</c>.</summary>
    public WebSocketCloseStatus? CloseStatus { get; }

    /// <summary>The text beside the close code: of WsAuth, the wire class of the reason.</summary>
    public string? CloseText { get; }
}
