using System.Diagnostics;
using System.Security.Claims;
using WsAuth.KeySets;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens;

/// <summary>What a validator says of one credential: accepted, with who it is and until when, or refused, with a reason.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TokenVerdict
{
    private TokenVerdict(Reason? reason, string? subject, string? detail, SecretKey? key)
    {
        Reason = reason;
        Subject = subject;
        Detail = detail;
        Key = key;
    }

    /// <summary>Whether the credential is accepted.</summary>
    public bool IsAccepted => Reason is null;

    /// <summary>Why it is refused; null where it is accepted.</summary>
    public Reason? Reason { get; }

    /// <summary>What is particular to this refusal, one or more sentences for the operator: never shown to an anonymous caller.</summary>
    public string? Detail { get; }

    /// <summary>What to change, where that is more exact than the reason's own fix.</summary>
    internal string? Fix { get; private init; }

    /// <summary>Who is calling; null where refused.</summary>
    public string? Subject { get; }

    /// <summary>Whether <see cref="Subject"/> is what the caller says of itself rather than what the credential proves.</summary>
    public bool IsSubjectClaimed { get; private init; }

    /// <summary>When the session that begins with this credential ends; null where it has no end of its own.</summary>
    public DateTimeOffset? SessionEnd { get; private init; }

    /// <summary>How far the clocks of whoever set <see cref="SessionEnd"/> and of this server may differ.</summary>
    internal TimeSpan ClockSkew { get; private init; }

    /// <summary>Whether the revocations were asked: a validator that uses something up asks before it does.</summary>
    internal bool IsRevocationChecked { get; set; }

    /// <summary>The credential's claims; null where refused.</summary>
    public ITokenClaims? Claims { get; private init; }

    /// <summary>The key that verified the credential or, in a refusal, the one in force.</summary>
    public SecretKey? Key { get; }

    /// <summary>The issuer's public key that verified the credential; null where a secret did.</summary>
    public IssuerKey? IssuerKey { get; private init; }

    /// <summary>The claim that names the caller's tenant, where the credential's issuer has one of its own; null for the configured one.</summary>
    internal string? TenantClaim { get; private init; }

    /// <summary>An accepted credential.</summary>
    /// <param name="subject">Who is calling; not empty.</param>
    /// <param name="claims">Its claims.</param>
    /// <param name="sessionEnd">When the session ends; null for no end of its own.</param>
    /// <param name="key">The key that verified it.</param>
    /// <param name="isSubjectClaimed">Whether the subject is claimed, not proven.</param>
    public static TokenVerdict Accepted(
        string subject,
        ITokenClaims claims,
        DateTimeOffset? sessionEnd = null,
        SecretKey? key = null,
        bool isSubjectClaimed = false
    )
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(claims);
        return new TokenVerdict(null, subject, null, key)
        {
            Claims = claims,
            SessionEnd = sessionEnd,
            IsSubjectClaimed = isSubjectClaimed,
        };
    }

    /// <summary>An accepted credential with a plain list of claims.</summary>
    public static TokenVerdict Accepted(string subject, IEnumerable<Claim> claims, DateTimeOffset? sessionEnd = null) =>
        Accepted(subject, new ClaimList(subject, [.. claims]), sessionEnd);

    /// <summary>A refused credential.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="detail">What is particular to this one; client text in it goes through <see cref="ClientText.Quote"/> first.</param>
    /// <param name="key">The key in force.</param>
    public static TokenVerdict Refused(Reason reason, string? detail = null, SecretKey? key = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new TokenVerdict(reason, null, detail, key);
    }

    internal static TokenVerdict AcceptedUnder(
        SecretKey key,
        string subject,
        ITokenClaims claims,
        DateTimeOffset? sessionEnd,
        TimeSpan clockSkew
    ) =>
        new(null, subject, null, key)
        {
            Claims = claims,
            SessionEnd = sessionEnd,
            ClockSkew = clockSkew,
        };

    internal static TokenVerdict AcceptedUnder(
        IssuerKey key,
        string subject,
        ITokenClaims claims,
        DateTimeOffset sessionEnd,
        TimeSpan clockSkew,
        string tenantClaim
    ) =>
        new(null, subject, null, null)
        {
            Claims = claims,
            SessionEnd = sessionEnd,
            ClockSkew = clockSkew,
            IssuerKey = key,
            TenantClaim = tenantClaim,
        };

    internal static TokenVerdict Refused(Reason reason, string detail, string fix) =>
        new(reason, null, detail, null) { Fix = fix };

    /// <summary>The refusal of a credential that was right in itself, by the key that verified it.</summary>
    internal TokenVerdict RefusedAfterwards(Reason reason, string detail, string? fix = null) =>
        new(reason, null, detail, Key) { IssuerKey = IssuerKey, Fix = fix };

    internal static TokenVerdict RefusedUnder(IssuerKey key, Reason reason, string detail, string? fix = null) =>
        new(reason, null, detail, null) { IssuerKey = key, Fix = fix };

    /// <summary>The reason, or "accepted".</summary>
    public override string ToString() => Reason is null ? "accepted" : $"refused: {Reason}";
}
