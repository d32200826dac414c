namespace WsAuth.Tokens.Ticket;

/// <summary>How connection tickets are issued and redeemed; section <c>WsAuth:Tickets</c>.</summary>
public sealed class TicketOptions
{
    /// <summary>The longest <see cref="Lifetime"/>: a ticket opens a connection at once, it is no session.</summary>
    public static TimeSpan LongestLifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The <em>name</em> of the secret that signs tickets, a key of <c>WsAuth:Secrets</c>; never the secret itself.</summary>
    /// <value>Default: <c>ticket</c>, by its built-in order a random key of this process.</value>
    public string Secret { get; set; } = "ticket";

    /// <summary>How long a ticket may be redeemed, without any skew; one second to 10 minutes.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many tickets a principal is issued per <see cref="Lifetime"/>; 1 to 1000.</summary>
    /// <value>Default: 5.</value>
    public int PerPrincipal { get; set; } = 5;

    /// <summary>The path that a ticket is for where the request names none, below the application's base.</summary>
    /// <value>Default: <c>/ws</c>.</value>
    public string Path { get; set; } = "/ws";

    /// <summary>Further claims of the principal that go into a ticket, separated by spaces. Name, roles and tenant always do.</summary>
    /// <value>Default: null; none.</value>
    public string? Claims { get; set; }

    /// <summary>Whether a ticket that a browser asked for (a request with <c>Origin</c>) opens a connection from that origin only.</summary>
    /// <value>Default: true.</value>
    public bool BindOrigin { get; set; } = true;

    /// <summary>The ws or wss URL, without a path, that clients reach the application by: answers then hold an absolute <c>url</c> too.</summary>
    /// <value>Default: null; no <c>url</c>.</value>
    public string? PublicBase { get; set; }
}
