using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Connections;

/// <summary>How many open sockets one key let in, by one kind of credential: itself, or by a ticket that was bought with what it verified.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="KeyFingerprint">The key's fingerprint; null where the kind has no key of WsAuth's.</param>
/// <param name="KeySource">The source that held the key.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestSince">Since when the oldest of them is open.</param>
public sealed record LiveKeyUse(
    TokenKind Kind,
    string? KeyFingerprint,
    string? KeySource,
    int Count,
    DateTimeOffset OldestSince
)
{
    /// <summary>Whether the key is that of the credentials that bought the tickets, rather than the tickets' own; its source is not told then.</summary>
    public bool IsOfParent { get; init; }
}
