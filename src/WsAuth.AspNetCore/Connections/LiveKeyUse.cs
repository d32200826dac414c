using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Connections;

/// <summary>How many open sockets one key let in, by one kind of credential.</summary>
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
);
