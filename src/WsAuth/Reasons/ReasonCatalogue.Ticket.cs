namespace WsAuth.Reasons;

// The rows about connection tickets.
public static partial class ReasonCatalogue
{
    /// <summary>A ticket that has opened a connection already.</summary>
    public static Reason TicketUsed { get; } =
        Row(
            1220,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was used before; it opens one connection.",
            "Fetch a new ticket for each connection."
        );

    /// <summary>An authentic ticket at a path, or from an origin, that it was not issued for.</summary>
    public static Reason TicketOtherPath { get; } =
        Row(
            1221,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was issued for another path or origin.",
            "Fetch a ticket for the path that is connected to, from the page that connects."
        );

    /// <summary>A ticket of another process, or of an earlier start of this one, while nothing is shared between them.</summary>
    public static Reason TicketOtherInstance { get; } =
        Row(
            1222,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was issued by another instance of this service.",
            "Fetch a new ticket; for several instances configure WsAuth:Secrets:ticket:Order with one secret for all, and a shared ISingleUseStore, or let the load balancer keep a client on one instance."
        );

    /// <summary>The path that a ticket was asked for is none.</summary>
    public static Reason TicketPathRefused { get; } =
        Row(
            1223,
            400,
            4400,
            RetryAdvice.Stop,
            "A ticket was asked for something that is no path.",
            "Name the path of the WebSocket URL, for example /ws."
        );
}
