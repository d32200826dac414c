using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>The kinds that some door of this application accepts, and at which one: their secrets have to resolve when the host starts.</summary>
internal sealed class RequiredKinds
{
    private readonly List<(TokenKind Kind, string Door)> _kinds = [];
    private readonly List<(string Door, string? Scheme)> _ticketEndpoints = [];

    public IReadOnlyList<(TokenKind Kind, string Door)> All => _kinds;

    public bool Accepts(TokenKind kind) => _kinds.Exists(pair => pair.Kind.Equals(kind));

    public void Add(IEnumerable<TokenKind> kinds, string door) => _kinds.AddRange(kinds.Select(kind => (kind, door)));

    /// <summary>The endpoints that issue tickets, and the scheme that knows their callers where it is not WsAuth.</summary>
    public IReadOnlyList<(string Door, string? Scheme)> TicketEndpoints => _ticketEndpoints;

    /// <summary>Whether tickets are issued that no door accepts.</summary>
    public bool AreTicketsInVain =>
        _ticketEndpoints.Count > 0
        && _kinds.TrueForAll(pair =>
            !pair.Kind.Equals(TokenKind.Ticket) || _ticketEndpoints.Exists(it => it.Door == pair.Door)
        );

    /// <summary>An endpoint that issues tickets: it needs their secret.</summary>
    public void AddTicketEndpoint(string door, string? scheme)
    {
        _ticketEndpoints.Add((door, scheme));
        Add([TokenKind.Ticket], door);
    }
}
