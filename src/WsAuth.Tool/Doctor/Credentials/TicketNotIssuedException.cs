using WsAuth.Client;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>The server issued no ticket, and so there is no handshake.</summary>
/// <param name="refused">What the server said; null where no answer of a ticket endpoint came.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class TicketNotIssuedException(TicketRefusedException? refused, Exception cause)
    : Exception("No ticket was issued.", cause)
{
    public HandshakeRefusal? Refusal => refused?.Refusal;

    /// <summary>The head of whatever answered; null where no answer came.</summary>
    public TicketAnswer? Answer { get; init; }

    /// <summary>What was to buy the ticket; null where there was nothing.</summary>
    public MintedToken? Paid { get; init; }

    public ExitCode ExitCode =>
        Refusal is { } refusal
            ? (int)refusal.Status is 400 or 401 or 403 or 429
                ? ExitCode.AuthenticationRefused
                : ExitCode.NegotiationFailed
            : InnerException is HttpRequestException { HttpRequestError: HttpRequestError.Unknown }
                ? ExitCode.NegotiationFailed
                : ExitCode.ConnectFailed;

    public TimeSpan? RetryAfter => refused?.RetryAfter;
}
