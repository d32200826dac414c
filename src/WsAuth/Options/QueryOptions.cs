namespace WsAuth.Options;

/// <summary>Which query parameters may carry a credential; section <c>WsAuth:Query</c>.</summary>
public sealed class QueryOptions
{
    /// <summary>
    /// Whether <c>access_token</c> is read (RFC 6750 §2.3). URLs end up in the access logs of every hop: prefer the header. Where it is
    /// on, the value is overwritten before later code sees it, and the host's own request log lines are raised to Warning.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AccessToken { get; set; }

    /// <summary>Whether <c>ticket</c> is read where the kind <c>ticket</c> is accepted. It carries connection tickets only; its value is overwritten as that of <c>access_token</c> is.</summary>
    /// <value>Default: true.</value>
    public bool Ticket { get; set; } = true;
}
