using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace WsAuth.Client.Reconnecting;

/// <summary>How a connection, or the attempt at one, ended. It never holds a credential.</summary>
public sealed record ConnectionEnd
{
    internal ConnectionEnd() { }

    /// <summary>The HTTP status of a refusal, of the handshake or of fetching the credential for it; null where the socket was open or nobody answered.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>The close code (RFC 6455 §7.4); null where no close frame came.</summary>
    public int? CloseCode { get; internal init; }

    /// <summary>The wire class of the reason, for example <c>token_expired</c>; null where none was told.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The id under which the server's log has the exact reason; null where none was told, as in a close frame.</summary>
    public string? AttemptId { get; internal init; }

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>What was thrown; null where the server closed an open socket.</summary>
    public Exception? Exception { get; internal init; }

    internal bool HasNoCredential { get; init; }

    /// <summary>In words, for example <c>401 credential_invalid, attempt …</c>.</summary>
    public override string ToString()
    {
        var answer = (Status, CloseCode) switch
        {
            ({ } status, _) => $"{(int)status}",
            (_, { } code) => $"closed with {code}",
            _ => null,
        };
        return HasNoCredential ? "there is no credential"
            : answer is null ? $"no answer ({What(Exception)})"
            : $"{answer}{(Reason is null ? "" : $" {Reason}")}{(AttemptId is null ? "" : $", attempt {AttemptId}")}";
    }

    // Messages of others may quote a URL, and with it a credential.
    private static string What(Exception? exception) =>
        exception switch
        {
            null => "lost",
            CredentialUnavailableException => exception.Message,
            WebSocketException { InnerException: { } inner } => What(inner),
            WebSocketException fault => fault.WebSocketErrorCode.ToString(),
            HttpRequestException or IOException when exception.GetBaseException() is SocketException fault => InWords(
                fault
            ),
            SocketException fault => InWords(fault),
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } fault =>
                fault.HttpRequestError.ToString(),
            _ => exception.GetType().Name,
        };

    private static string InWords(SocketException fault) =>
        fault.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset",
            SocketError.HostNotFound or SocketError.NoData => "unknown host",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "host unreachable",
            SocketError.TimedOut => "timed out",
            _ => $"SocketException {fault.SocketErrorCode}",
        };
}
