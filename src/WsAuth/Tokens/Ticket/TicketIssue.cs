using System.Diagnostics;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Ticket;

/// <summary>What came of asking for a ticket: the ticket, or why there is none. It never prints the ticket.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TicketIssue
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string? _text;

    private TicketIssue(string? text, Reason? reason, string? detail, SecretKey? key)
    {
        _text = text;
        Reason = reason;
        Detail = detail;
        Key = key;
    }

    /// <summary>Whether there is a ticket.</summary>
    public bool IsIssued => Reason is null;

    /// <summary>Why there is none; null where there is one.</summary>
    public Reason? Reason { get; }

    /// <summary>What is particular to this refusal, for the operator.</summary>
    public string? Detail { get; }

    /// <summary>When it is worth asking again, where there were too many.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The key that signed it or, in a refusal, the one in force.</summary>
    public SecretKey? Key { get; }

    /// <summary>Whom it is for.</summary>
    public string? Subject { get; private init; }

    /// <summary>How long it may be redeemed, in whole seconds.</summary>
    public TimeSpan Lifetime { get; private init; }

    /// <summary>The ticket: never log it.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string DangerousGetText() =>
        _text ?? throw new InvalidOperationException("No ticket was issued; look at IsIssued first.");

    /// <summary>"issued" or the reason.</summary>
    public override string ToString() => Reason is null ? "ticket issued" : $"no ticket: {Reason}";

    internal static TicketIssue Issued(string text, string subject, TimeSpan lifetime, SecretKey key) =>
        new(text, null, null, key) { Subject = subject, Lifetime = lifetime };

    internal static TicketIssue Refused(
        Reason reason,
        string? detail,
        SecretKey? key = null,
        TimeSpan? retryAfter = null
    ) => new(null, reason, detail, key) { RetryAfter = retryAfter };
}
