using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>
/// A handler that sends more than the server's buffers and those of a <see cref="SilentClient"/> hold together: a client that reads nothing keeps
/// its receive window shut, so that the send does not complete.
/// </summary>
internal sealed class StuckSend
{
    private const int Bytes = 32 * 1024 * 1024;

    private readonly TaskCompletionSource _isUnderway = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsUnderway => _isUnderway.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var flood = new byte[Bytes];
        while (true)
        {
            // One that an abort ends throws nothing; the next one does.
            var sending = socket.SendAsync(flood.AsMemory(), WebSocketMessageType.Binary, true, default);
            _isUnderway.TrySetResult();
            await sending;
        }
    }
}
