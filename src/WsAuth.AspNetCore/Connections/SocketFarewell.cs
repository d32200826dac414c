using System.Net.WebSockets;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// How a watched socket ends (RFC 6455 §7.1.2): a close frame after the send that is underway, then the client's answer, for which either the
/// application's receive waits already or this one. It takes as long as the client does; an abort ends it.
/// </summary>
/// <remarks>A socket permits one send and one receive at a time: this one sends and receives nothing while the application does.</remarks>
internal sealed class SocketFarewell(WebSocket socket, ConnectionEnding ending)
{
    private const int DrainBytes = 512;

    private readonly TaskCompletionSource _sends = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDraining;
    private bool _isApplications;

    public WebSocketCloseStatus Status => (WebSocketCloseStatus)ending.Code;

    public string Text => ending.Text;

    /// <summary>Asks the client to close. Never throws.</summary>
    /// <param name="isSending">Whether a send of the application is underway.</param>
    /// <param name="isReceiving">Whether a receive of the application is.</param>
    /// <param name="isClosing">Whether the application has begun to close: then it has sent its own close frame, and may wait for the answer itself.</param>
    public async Task BidAsync(bool isSending, bool isReceiving, bool isClosing)
    {
        _isApplications = isClosing;
        try
        {
            if (!isClosing)
            {
                if (isSending)
                {
                    await _sends.Task.ConfigureAwait(false);
                }

                await socket.CloseOutputAsync(Status, Text, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The client is gone, or was aborted behind a stuck send: there is nobody left to tell.
        }

        _asked.TrySetResult();

        if (!isReceiving && !isClosing)
        {
            _ = DrainAsync();
        }
    }

    public void SendsAreOver() => _sends.TrySetResult();

    public void ReceivesAreOver() => _ = DrainAsync();

    /// <summary>Completes when the client has answered or is gone. Never throws.</summary>
    public async Task WaitAsync()
    {
        // Whether the application closes is known then: this may be called a moment before the client is asked.
        await _asked.Task.ConfigureAwait(false);
        if (_isApplications)
        {
            _ = DrainAsync();
        }

        await _over.Task.ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        if (Interlocked.Exchange(ref _isDraining, 1) != 0)
        {
            return;
        }

        try
        {
            var buffer = new byte[DrainBytes];
            while (
                socket.State is WebSocketState.Open or WebSocketState.CloseSent
                && (
                    await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)
                ).MessageType != WebSocketMessageType.Close
            ) { }
        }
        catch (Exception)
        {
            // The connection has ended without an answer.
        }

        await _asked.Task.ConfigureAwait(false);
        _over.TrySetResult();
    }
}
