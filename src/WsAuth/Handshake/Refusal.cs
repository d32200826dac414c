using WsAuth.KeySets;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Handshake;

/// <summary>A reason, and what is particular to this occurrence of it.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">What is particular to this one, for the operator.</param>
/// <param name="Fix">What to change, where that is more exact than the reason's own fix.</param>
/// <param name="Key">The key in force, where one was involved.</param>
public sealed record Refusal(Reason Reason, string? Detail = null, string? Fix = null, SecretKey? Key = null)
{
    /// <summary>The issuer's public key that was asked, where one was.</summary>
    public IssuerKey? IssuerKey { get; init; }

    /// <summary>The reason's explanation and the detail.</summary>
    public string Explanation => Detail is null ? Reason.Explanation : $"{Reason.Explanation} {Detail}";

    /// <summary>When it is worth another try (<c>Retry-After</c>), where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What to change.</summary>
    public string EffectiveFix => Fix ?? Reason.Fix;

    /// <summary>The reason's code.</summary>
    public override string ToString() => Reason.Code;
}
