using System.Net.WebSockets;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Closes an accepted socket for a reason (RFC 6455 §7): the reason's close code, its wire class as the text, and a limited wait.</summary>
internal sealed class ClosingHandshake(TimeProvider clock)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Closes, waits for the client's answer, but not for long, and disposes the socket.</summary>
    public Task CloseAsync(WebSocket socket, Reason reason) => CloseAsync(socket, CodeOf(reason), reason.WireClass);

    /// <summary>As above, with a code and a text of their own.</summary>
    public async Task CloseAsync(WebSocket socket, WebSocketCloseStatus code, string text)
    {
        using var limit = new CancellationTokenSource(Grace, clock);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseAsync(code, text, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // The client went, or did not answer in time.
        }
        finally
        {
            socket.Abort();
            socket.Dispose();
        }
    }

    /// <summary>Whether an exception of a socket only says that the other side is gone, or that the wait is over.</summary>
    public static bool IsEndOfConnection(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    private static WebSocketCloseStatus CodeOf(Reason reason) =>
        (WebSocketCloseStatus)(reason.CloseCode ?? ReasonCatalogue.CredentialMissing.CloseCode!.Value);
}
