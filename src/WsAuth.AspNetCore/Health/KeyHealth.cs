using WsAuth.Secrets;

namespace WsAuth.AspNetCore.Health;

/// <summary>One key of a ring.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Accepted">How many credentials it has verified since it came into force.</param>
/// <param name="Until">When it ends, where it is a previous one with an end.</param>
/// <param name="IsInUse">Whether a previous one was used within a day, as far as the checks so far saw.</param>
internal sealed record KeyHealth(string Fingerprint, string Source, long Accepted, DateTimeOffset? Until, bool? IsInUse)
{
    public static KeyHealth Of(SecretKey key, bool? isInUse) =>
        new(key.Fingerprint, key.Source, key.AcceptedCount, key.Until, isInUse);
}
