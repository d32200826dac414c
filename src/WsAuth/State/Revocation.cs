using System.Globalization;

namespace WsAuth.State;

/// <summary>What is revoked: one token and the tickets that it bought, a subject, a subject's sessions from before a time, or everything that one key verified.</summary>
public sealed record Revocation
{
    private const int FingerprintLength = 12;
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Revocation(RevocationCriterion criterion, string value, DateTimeOffset? before = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Criterion = criterion;
        Value = value;
        Before = before;
    }

    /// <summary>By what.</summary>
    public RevocationCriterion Criterion { get; }

    /// <summary>The token's id, the subject or the key's fingerprint, exactly.</summary>
    public string Value { get; }

    /// <summary>Sessions that began earlier are revoked; null for all.</summary>
    public DateTimeOffset? Before { get; }

    /// <summary>What to do for a caller whom it refuses or disconnects, for the operator.</summary>
    public string Fix =>
        Criterion switch
        {
            RevocationCriterion.TokenId =>
                "Have the caller sign in again: a new token is let in; this one, and the tickets that it bought, are not.",
            RevocationCriterion.Subject =>
                "A new sign-in does not help: nothing of this subject is let in before the revocation is forgotten, after its keepFor, or with the store where none was given. Revoke by OfSubjectBefore where a new sign-in is to count.",
            RevocationCriterion.SubjectBefore =>
                "Have the caller sign in again: what is issued to it after that time is let in.",
            _ =>
                "Have the caller fetch a credential that another key signs; where this one is still in force, give its secret a new value first.",
        };

    /// <summary>One token, by its <c>jti</c>, and the tickets that it bought.</summary>
    public static Revocation OfToken(string tokenId) => new(RevocationCriterion.TokenId, tokenId);

    /// <summary>Everything of a subject, whatever the kind and the issuer, and what is issued to it while the revocation is remembered.</summary>
    public static Revocation OfSubject(string subject) => new(RevocationCriterion.Subject, subject);

    /// <summary>What was issued to a subject before a time; a credential that does not say when it was issued counts as one from before.</summary>
    public static Revocation OfSubjectBefore(string subject, DateTimeOffset before) =>
        new(RevocationCriterion.SubjectBefore, subject, before);

    /// <summary>Everything that a key verified, and the tickets that it bought, by the key's fingerprint (<c>fp:</c> or <c>jkt:</c> and 12 characters).</summary>
    /// <exception cref="ArgumentException">It is no fingerprint: that revocation would concern nothing.</exception>
    public static Revocation OfKey(string fingerprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        return HasForm(fingerprint, "fp:", "0123456789abcdef") || HasForm(fingerprint, "jkt:", Base64Url)
            ? new(RevocationCriterion.Key, fingerprint)
            : throw new ArgumentException(
                // Not repeated: somebody may have taken the key itself for it.
                "A key is revoked by its fingerprint, as log, LiveConnection.KeyFingerprint and LiveConnections.KeysInUse() show it: fp: and 12 lower-case hexadecimal digits or, of an issuer's key, jkt: and 12 characters. This is neither.",
                nameof(fingerprint)
            );
    }

    /// <summary>Whether it concerns a credential.</summary>
    public bool Concerns(RevocableCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Criterion switch
        {
            RevocationCriterion.TokenId => Value == credential.TokenId || Value == credential.ParentTokenId,
            RevocationCriterion.Subject => Value == credential.Subject,
            RevocationCriterion.SubjectBefore => Value == credential.Subject && !(credential.IssuedAt >= Before),
            _ => Value == credential.KeyFingerprint || Value == credential.ParentKeyFingerprint,
        };
    }

    /// <summary>What is revoked, without whose it is.</summary>
    public override string ToString() =>
        Criterion switch
        {
            RevocationCriterion.TokenId => "by token id",
            RevocationCriterion.Subject => "by subject",
            RevocationCriterion.SubjectBefore => string.Create(
                CultureInfo.InvariantCulture,
                $"by subject, for what was issued before {Before:yyyy-MM-dd'T'HH:mm:ss'Z'}"
            ),
            _ => $"by key {Value}",
        };

    private static bool HasForm(ReadOnlySpan<char> text, string prefix, string characters) =>
        text.Length == prefix.Length + FingerprintLength
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text[prefix.Length..].ContainsAnyExcept(characters);
}
