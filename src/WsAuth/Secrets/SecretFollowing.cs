namespace WsAuth.Secrets;

/// <summary>What a change of the sources means for the values in force.</summary>
internal static class SecretFollowing
{
    /// <summary>
    /// A good new value takes over; an unusable one leaves the last good one in force; none at all makes the secret unavailable.
    /// Keys that have not changed stay the same objects: their counters go on, and validators keep their keyed state.
    /// </summary>
    public static SecretResolution Follow(SecretResolution before, SecretResolution now)
    {
        if (now.Fault is null)
        {
            var keys = now.Ring.Keys.Select(key => before.Ring.Keys.FirstOrDefault(key.IsSameAs) ?? key).ToList();
            return now with
            {
                Ring = Reuse(
                    before.Ring,
                    new SecretRing(now.Name, now.Ring.EnvironmentName, keys, now.Ring.SourceCount, now.Ring.Fault)
                ),
            };
        }

        now = now with { FaultySince = before.FaultySince ?? now.FaultySince };
        return IsGone(now) || before.Ring.Current is null
            ? now
            : now with
            {
                Ring = Reuse(
                    before.Ring,
                    new SecretRing(
                        now.Name,
                        before.Ring.EnvironmentName,
                        before.Ring.Keys,
                        before.Ring.SourceCount,
                        now.Fault
                    )
                ),
            };
    }

    // Nothing stands in the order any more. A faulty previous value, or two keys of one id, do not make the current one gone.
    private static bool IsGone(SecretResolution now) =>
        !now.Rows.Any(row => !row.IsPrevious && row.State is SecretSourceState.Won or SecretSourceState.Refused);

    private static SecretRing Reuse(SecretRing before, SecretRing now) =>
        before.Fault == now.Fault
        && before.EnvironmentName == now.EnvironmentName
        && before.SourceCount == now.SourceCount
        && before.Keys.SequenceEqual(now.Keys)
            ? before
            : now;
}
