namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// The application's question about sockets that are open: is this caller still allowed? Registered by <c>AddConnectionRevalidator</c>, and made anew for each question, in a
/// scope of its own. Each socket is asked about once per <c>WsAuth:Connections:RevalidationInterval</c>.
/// </summary>
public interface IConnectionRevalidator
{
    /// <summary>Whether the socket may stay open; a no closes it with <c>4403 not_authorized</c>.</summary>
    /// <param name="connection">The socket. Its principal is the one that holds now, which a refresh may have replaced.</param>
    /// <param name="cancellationToken">
    /// Fires after <c>WsAuth:Connections:RevalidationTimeout</c>. A question that takes longer, or throws, has failed; the socket stays open until more than
    /// <c>WsAuth:Connections:ToleratedFailures</c> fail in a row.
    /// </param>
    ValueTask<bool> IsStillAllowedAsync(LiveConnection connection, CancellationToken cancellationToken);
}
