using System.Diagnostics;
using System.Security.Cryptography;
using WsAuth.Secrets;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>One value of a side: its bytes where its files can be read, its fingerprint alone where somebody else told it. It cannot print itself.</summary>
/// <param name="label">Whose it is and where it stands, for example <c>this side's env:EDGE_SECRET (.env)</c>.</param>
/// <param name="standing">What it is there if it is not the value in force, for example <c>shadowed</c>; null where it is.</param>
/// <param name="rank">How near it is to being used: 0 for the value in force, more for those that explain less.</param>
/// <param name="fingerprint">Its fingerprint.</param>
/// <param name="value">The value; null where only its fingerprint is known.</param>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class HeldValue(string label, string? standing, int rank, string fingerprint, VisibleValue? value)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[]? _bytes = value?.DangerousGetBytes();

    public string Label => label;

    public string? Standing => standing;

    /// <summary>What to change where it is written, where it is a line that is at fault; null for a value that is fine where it stands.</summary>
    public string? Repair { get; init; }

    /// <summary>Whether it is what the side uses, or would use if it were usable.</summary>
    public bool IsMeant => standing is null;

    public int Rank => rank;

    public string Fingerprint => fingerprint;

    public VisibleValue? Value => value;

    /// <summary>The secret's bytes; null where they are not known, or cannot be decoded.</summary>
    public byte[]? DangerousGetBytes() => _bytes;

    /// <summary>Whether these bytes are the value's; by their fingerprint where nothing else is known.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes) =>
        _bytes is not null ? CryptographicOperations.FixedTimeEquals(_bytes, bytes)
        : fingerprint == SecretFingerprint.Weak ? false
        : SecretFingerprint.Of(bytes) == fingerprint;

    /// <summary>The label and the fingerprint.</summary>
    public override string ToString() =>
        label.Contains(fingerprint, StringComparison.Ordinal) ? label : $"{label} ({fingerprint})";
}
