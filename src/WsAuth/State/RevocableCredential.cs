namespace WsAuth.State;

/// <summary>What of an accepted credential can be revoked. Nothing in it is secret.</summary>
/// <param name="Subject">Who it says the caller is.</param>
/// <param name="TokenId">Its <c>jti</c>; null where it has none.</param>
/// <param name="ParentTokenId">Of a ticket: the <c>jti</c> of the credential that bought it.</param>
/// <param name="IssuedAt">When the session began: its <c>iat</c>, of a ticket the parent's; null where it does not say.</param>
/// <param name="KeyFingerprint">The fingerprint of the key that verified it.</param>
/// <param name="ParentKeyFingerprint">Of a ticket: the fingerprint of the key that verified the credential that bought it.</param>
public sealed record RevocableCredential(
    string Subject,
    string? TokenId = null,
    string? ParentTokenId = null,
    DateTimeOffset? IssuedAt = null,
    string? KeyFingerprint = null,
    string? ParentKeyFingerprint = null
);
