using System.Net.WebSockets;
using System.Text.Json;

namespace WsAuth.Client;

/// <summary>The client's half of the first message: sends the credential, waits for <c>auth_ok</c>, and leaves no unconfirmed socket open.</summary>
internal static class FirstMessageHandshake
{
    private const int LongestMessage = 4096;

    /// <summary>The message; made before anything is connected, so that one that is too long costs nothing.</summary>
    public static byte[] Write(MintedToken token)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["action"] = "auth",
                [token.IsTicket ? "ticket" : "token"] = token.DangerousGetText(),
            }
        );
        return message.Length <= LongestMessage
            ? message
            : throw new ArgumentException(
                $"With this {token.Kind} the first message has {message.Length} bytes; {LongestMessage} are the most. {CredentialText.Instead(token)}",
                nameof(token)
            );
    }

    public static async Task RunAsync(
        WebSocket socket,
        byte[] message,
        TimeSpan timeout,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isConfirmed = false;
        try
        {
            await socket
                .SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, either.Token)
                .ConfigureAwait(false);
            await ReceiveConfirmationAsync(socket, either.Token).ConfigureAwait(false);
            isConfirmed = true;
        }
        catch (Exception exception)
            when (limit.IsCancellationRequested
                && !cancellationToken.IsCancellationRequested
                && exception is OperationCanceledException or WebSocketException
            )
        {
            throw new FirstMessageRefusedException(
                $"The server did not answer the first message within {timeout.TotalSeconds:0.#} s."
            );
        }
        finally
        {
            if (!isConfirmed)
            {
                socket.Abort();
            }
        }
    }

    private static async Task ReceiveConfirmationAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += received.Count;
        } while (!received.EndOfMessage && length < buffer.Length);

        if (received.MessageType == WebSocketMessageType.Close)
        {
            throw await ClosedAsync(socket, cancellationToken).ConfigureAwait(false);
        }

        if (
            !received.EndOfMessage
            || received.MessageType != WebSocketMessageType.Text
            || !IsConfirmation(buffer.AsMemory(0, length))
        )
        {
            throw new FirstMessageRefusedException(
                "The server answered the first message with another one than auth_ok: does this endpoint read the credential there?"
            );
        }
    }

    private static async Task<FirstMessageRefusedException> ClosedAsync(
        WebSocket socket,
        CancellationToken cancellationToken
    )
    {
        var (status, text) = (socket.CloseStatus, socket.CloseStatusDescription);
        try
        {
            await socket
                .CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The server is gone; what it said is known.
        }

        // Whoever answered may have put anything into the text: only what looks like a reason is quoted.
        var isReason =
            text is { Length: > 0 and <= 64 } && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz_");
        return new FirstMessageRefusedException(
            $"The server closed the socket after the first message: {(int?)status ?? 1005} {(isReason ? text : "without a reason of WsAuth")}.",
            status,
            text
        );
    }

    /// <summary>Whether a message is <c>{"action":"auth_ok"}</c>.</summary>
    public static bool IsConfirmation(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("action", out var action)
                && action.ValueKind == JsonValueKind.String
                && action.ValueEquals("auth_ok"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
