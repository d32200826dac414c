namespace WsAuth.Reasons;

// The rows about limits.
public static partial class ReasonCatalogue
{
    /// <summary>More sockets than allowed are open, of one subject or in all, or wait for their first message.</summary>
    public static Reason TooManyConnections { get; } =
        Row(
            1300,
            429,
            4429,
            RetryAdvice.Wait,
            "Too many connections are open, or wait to be authenticated.",
            "Close connections that are not needed, and connect again later; raise the limit that the detail names where this is the usual load."
        );

    /// <summary>More tickets than a principal may have at a time.</summary>
    public static Reason TooManyTickets { get; } =
        Row(
            1301,
            429,
            4429,
            RetryAdvice.Wait,
            "The principal was issued too many tickets at a time.",
            "Fetch one ticket for each connection, when it is opened; wait as long as Retry-After says."
        );

    /// <summary>Too many handshakes of one client failed lately.</summary>
    public static Reason TooManyFailures { get; } =
        Row(
            1302,
            429,
            4429,
            RetryAdvice.Wait,
            "Too many handshakes of this client failed in a short time.",
            "Find the first refusals of this client in the log and mend their cause; wait as long as Retry-After says."
        );
}
