namespace WsAuth.Reasons;

// The rows about limits.
public static partial class ReasonCatalogue
{
    /// <summary>More sockets than allowed wait for their first message.</summary>
    public static Reason TooManyConnections { get; } =
        Row(
            1300,
            429,
            4429,
            RetryAdvice.Wait,
            "Too many connections wait to be authenticated.",
            "Connect again later; raise WsAuth:FirstMessage:MaximumWaiting where this is the usual load."
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
