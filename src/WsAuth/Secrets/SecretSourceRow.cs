namespace WsAuth.Secrets;

/// <summary>One source's account: what it held and what became of it. No value, not even a piece of one.</summary>
/// <param name="Source">The source as it is spelled in the order.</param>
/// <param name="Position">Its position in its list, counted from 1.</param>
/// <param name="IsPrevious">Whether it stands in <c>Previous</c> rather than in <c>Order</c>.</param>
/// <param name="State">What became of it.</param>
/// <param name="Length">The value's length in bytes, where there is one.</param>
/// <param name="Fingerprint">The value's fingerprint, where there is one.</param>
/// <param name="Notes">Hygiene and provenance.</param>
/// <param name="File">The file that holds the value, where it is one.</param>
/// <param name="Fault">Why it was refused, and the fix.</param>
public sealed record SecretSourceRow(
    string Source,
    int Position,
    bool IsPrevious,
    SecretSourceState State,
    int? Length,
    string? Fingerprint,
    IReadOnlyList<string> Notes,
    string? File,
    string? Fault
)
{
    internal const string SameAsCurrent = "the value that is in force";

    /// <summary>The state as the report spells it, for example <c>shadowed-different</c>.</summary>
    public string StateName =>
        State switch
        {
            SecretSourceState.ShadowedSame => "shadowed-same",
            SecretSourceState.ShadowedDifferent => "shadowed-different",
            _ => State.ToString().ToLowerInvariant(),
        };
}
