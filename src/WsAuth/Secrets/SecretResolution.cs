namespace WsAuth.Secrets;

/// <summary>How one named secret was resolved: every source's account, and the ring that came of it.</summary>
/// <param name="Name">The named secret.</param>
/// <param name="Order">The sources in their order, as spelled.</param>
/// <param name="IsBuiltInOrder">Whether the order is the built-in one, because none is configured.</param>
/// <param name="Rows">Every source's account, <c>Order</c> first, then <c>Previous</c>.</param>
/// <param name="Ring">The values in force. After a faulty change it is the last good one.</param>
/// <param name="Fault">Why the sources, as they are now, give no usable secret, and the fix; null where they do.</param>
public sealed record SecretResolution(
    string Name,
    string Order,
    bool IsBuiltInOrder,
    IReadOnlyList<SecretSourceRow> Rows,
    SecretRing Ring,
    string? Fault
)
{
    /// <summary>What the sources held, in force or not, for explanations alone.</summary>
    internal IReadOnlyList<VisibleValue> Values { get; init; } = [];

    /// <summary>Since when, as far as this process saw it; null where there is no <see cref="Fault"/>.</summary>
    public DateTimeOffset? FaultySince { get; init; }

    /// <summary>Whether an earlier value stays in force because the present one is unusable.</summary>
    public bool IsDegraded => Fault is not null && Ring.Current is not null;

    /// <summary>What an operator is warned about: empty, absent previous, shadowed-different and ephemeral sources.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var row in Rows)
            {
                if (row.State == SecretSourceState.Empty)
                {
                    yield return $"Secret '{Name}': {row.Source} is set but empty and was skipped; unset it, or give it a value.";
                }
                else if (row is { IsPrevious: true, State: SecretSourceState.Absent })
                {
                    yield return $"Secret '{Name}': {row.Source}, a previous value, is absent: what was signed with it is refused. Correct its name, or remove it from Previous.";
                }
                else if (row.State == SecretSourceState.ShadowedDifferent && Ring.Current is not null)
                {
                    yield return $"Secret '{Name}': {row.Source} holds another value ({row.Fingerprint}) than the one in force ({Ring.DescribeCurrent()}); whoever reads it does not match. Give both the same value, or remove one.";
                }
                else if (row.State == SecretSourceState.Previous && row.Notes.Contains(SecretSourceRow.SameAsCurrent))
                {
                    yield return $"Secret '{Name}': {row.Source}, the previous value, is the one that is in force ({row.Fingerprint}); give the first source the new value, or remove Previous.";
                }

                foreach (
                    var note in row.Notes.Where(note =>
                        row.State is SecretSourceState.Won or SecretSourceState.Previous
                        && SecretHygiene.IsSuspicious(note)
                    )
                )
                {
                    yield return $"Secret '{Name}': the value of {row.Source} {note}; whoever reads it otherwise does not match. Correct it here, and on the other side where that has it too.";
                }

                foreach (
                    var note in row.Notes.Where(note =>
                        row.State == SecretSourceState.Won
                        && note.StartsWith("for development only", StringComparison.Ordinal)
                    )
                )
                {
                    yield return $"Secret '{Name}': the development default is in force ({note}).";
                }
            }
        }
    }
}
