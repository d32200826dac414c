using WsAuth.Secrets;

namespace WsAuth.AspNetCore.Health;

/// <summary>How one named secret is, as the check's data says it: names, fingerprints and numbers.</summary>
/// <param name="Name">The named secret.</param>
/// <param name="State"><c>resolved</c>, <c>degraded</c>, <c>unavailable</c> or <c>per-agent</c>.</param>
/// <param name="Fault">What is wrong with its sources.</param>
/// <param name="FaultySince">Since when.</param>
/// <param name="Current">The value in force.</param>
/// <param name="Previous">The previous ones that are still accepted.</param>
internal sealed record SecretHealth(
    string Name,
    string State,
    string? Fault,
    DateTimeOffset? FaultySince,
    KeyHealth? Current,
    IReadOnlyList<KeyHealth> Previous
)
{
    public const string Resolved = "resolved";
    public const string Degraded = "degraded";
    public const string Unavailable = "unavailable";
    public const string PerAgent = "per-agent";

    public static SecretHealth Of(SecretResolution secret, PreviousKeyUse use, DateTimeOffset now) =>
        new(
            secret.Name,
            secret.IsDegraded ? Degraded
                : secret.Ring.Current is not null ? Resolved
                : secret.Fault is not null ? Unavailable
                : PerAgent,
            secret.Fault,
            secret.FaultySince,
            secret.Ring.Current is { } current ? KeyHealth.Of(current, isInUse: null) : null,
            [
                .. secret
                    .Ring.Keys.Where(key => !key.IsCurrent && key.IsAcceptedAt(now))
                    .Select(key => KeyHealth.Of(key, use.IsInUse(key))),
            ]
        );
}
