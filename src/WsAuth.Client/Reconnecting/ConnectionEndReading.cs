using System.Globalization;
using System.Net.WebSockets;

namespace WsAuth.Client.Reconnecting;

/// <summary>Reads how a connection ended from what was thrown and what the socket kept.</summary>
internal static class ConnectionEndReading
{
    /// <summary>How fetching the credential failed; null where the exception is the application's own affair.</summary>
    public static ConnectionEnd? OfFetch(Exception exception) =>
        exception switch
        {
            TicketRefusedException refused => OfRefusal(refused.Refusal, refused.RetryAfter, refused),
            HttpRequestException { StatusCode: { } status } => new() { Status = status, Exception = exception },
            HttpRequestException or CredentialUnavailableException or TimeoutException or OperationCanceledException =>
                new() { Exception = exception },
            _ => null,
        };

    /// <summary>How a request of ours was refused.</summary>
    public static ConnectionEnd OfAnswer(HttpResponseMessage answer) =>
        OfRefusal(
            new HandshakeRefusal(
                answer.StatusCode,
                Find(answer, HandshakeRefusal.ReasonHeader),
                Find(answer, HandshakeRefusal.AttemptHeader)
            ),
            answer.Headers.RetryAfter?.Delta,
            null
        );

    /// <summary>How connecting failed; null where the exception is a mistake of the caller.</summary>
    public static ConnectionEnd? OfConnect(ClientWebSocket socket, Exception exception, TimeProvider clock) =>
        exception switch
        {
            WebSocketException when socket.GetHandshakeRefusal() is { } refusal => OfRefusal(
                refusal,
                ReadRetryAfter(socket, clock),
                exception
            ),
            FirstMessageRefusedException { CloseStatus: { } code } refused => OfClose(code, refused.CloseText, refused),
            WebSocketException or FirstMessageRefusedException or OperationCanceledException => new()
            {
                Exception = exception,
            },
            _ => null,
        };

    /// <summary>How an open socket ended; null where it is still open.</summary>
    public static ConnectionEnd? OfOpen(ClientWebSocket socket, Exception? exception = null) =>
        socket.CloseStatus is { } code ? OfClose(code, socket.CloseStatusDescription, exception)
        : exception is not null || socket.State == WebSocketState.Aborted ? new() { Exception = exception }
        : null;

    private static ConnectionEnd OfClose(WebSocketCloseStatus code, string? text, Exception? exception) =>
        new()
        {
            CloseCode = (int)code,
            Reason = ReadReason(text),
            Exception = exception,
        };

    private static ConnectionEnd OfRefusal(HandshakeRefusal refusal, TimeSpan? retryAfter, Exception? exception) =>
        new()
        {
            Status = refusal.Status,
            Reason = ReadReason(refusal.Reason),
            AttemptId =
                refusal.AttemptId is { Length: 32 } id && !id.AsSpan().ContainsAnyExcept("0123456789abcdef")
                    ? id
                    : null,
            RetryAfter = retryAfter,
            Exception = exception,
        };

    private static string? Find(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;

    // Whoever answered may have put anything there.
    private static string? ReadReason(string? text) =>
        text is { Length: > 0 and <= 64 } && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_")
            ? text
            : null;

    // RFC 9110 §10.2.3: seconds, or a date.
    private static TimeSpan? ReadRetryAfter(ClientWebSocket socket, TimeProvider clock)
    {
        var text = socket
            .HttpResponseHeaders?.FirstOrDefault(it => it.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault();
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return
            DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && at > clock.GetUtcNow()
            ? at - clock.GetUtcNow()
            : null;
    }
}
