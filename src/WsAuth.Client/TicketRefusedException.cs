namespace WsAuth.Client;

/// <summary>The server issued no ticket.</summary>
public sealed class TicketRefusedException : Exception
{
    internal TicketRefusedException(HandshakeRefusal refusal, TimeSpan? retryAfter)
        : base(
            $"No ticket: {(int)refusal.Status} {refusal.Reason ?? "without a reason of WsAuth"}, attempt {refusal.AttemptId ?? "unknown"}."
        )
    {
        Refusal = refusal;
        RetryAfter = retryAfter;
    }

    /// <summary>What the server said.</summary>
    public HandshakeRefusal Refusal { get; }

    /// <summary>When it is worth asking again, where the server says so.</summary>
    public TimeSpan? RetryAfter { get; }
}
