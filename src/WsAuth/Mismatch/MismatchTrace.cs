using System.Diagnostics;
using WsAuth.Secrets;

namespace WsAuth.Mismatch;

/// <summary>The value that a credential was made with, and the form and the bytes in which it was used.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class MismatchTrace(VisibleValue value, MismatchForm form, byte[] bytes)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes = bytes;

    public VisibleValue Value => value;

    public MismatchForm Form => form;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public byte[] Bytes => _bytes;

    public string Fingerprint { get; } = SecretFingerprint.Of(bytes);

    /// <summary>The value's source and the form.</summary>
    public override string ToString() => $"{value} {form}";
}
