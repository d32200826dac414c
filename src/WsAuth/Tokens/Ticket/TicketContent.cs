namespace WsAuth.Tokens.Ticket;

/// <summary>What a ticket says, apart from the principal's own claims.</summary>
internal sealed record TicketContent
{
    /// <summary><c>sub</c>: who may connect.</summary>
    public required string Subject { get; init; }

    /// <summary><c>jti</c>: 128 random bits, used once.</summary>
    public required string Id { get; init; }

    /// <summary><c>iat</c>, to the second.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>exp</c>, to the second.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><c>aud</c>: the path that it opens, the application's base included.</summary>
    public required string Path { get; init; }

    /// <summary><c>ins</c>: the start of the process that issued it.</summary>
    public required string Instance { get; init; }

    /// <summary><c>origin</c>: the only origin that may use it; null for any.</summary>
    public string? Origin { get; init; }

    /// <summary><c>sxp</c>: when the session ends that the connection belongs to; null where it has no end of its own.</summary>
    public DateTimeOffset? SessionEnd { get; init; }

    /// <summary><c>sjti</c>: the id of the credential that bought it.</summary>
    public string? ParentId { get; init; }

    /// <summary><c>siat</c>: when that was issued.</summary>
    public DateTimeOffset? ParentIssuedAt { get; init; }

    /// <summary><c>siss</c>: the issuer that it names; null where it names none.</summary>
    public string? ParentIssuer { get; init; }

    /// <summary><c>skey</c>: the fingerprint of the key that verified it; null where it was none of WsAuth's.</summary>
    public string? ParentKey { get; init; }
}
