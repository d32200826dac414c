using System.Diagnostics;
using System.Security.Cryptography;

namespace WsAuth.Secrets;

/// <summary>
/// One value of a named secret and where it came from. It cannot print itself: there is no conversion to text, and the
/// debugger shows the fingerprint.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SecretKey
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes;

    private long _acceptedCount;

    internal SecretKey(byte[] bytes, string source, int position, string? keyId, DateTimeOffset? until, bool isCurrent)
    {
        _bytes = bytes;
        Fingerprint = SecretFingerprint.Of(bytes);
        Source = source;
        Position = position;
        KeyId = keyId;
        Until = until;
        IsCurrent = isCurrent;
    }

    /// <summary>Its fingerprint; see <see cref="SecretFingerprint"/>.</summary>
    public string Fingerprint { get; }

    /// <summary>The source that holds it, as it is spelled in the order.</summary>
    public string Source { get; }

    /// <summary>The source's position in its list, counted from 1.</summary>
    public int Position { get; }

    /// <summary>The configured id (<c>id KEY-ID</c>), where there is one.</summary>
    public string? KeyId { get; }

    /// <summary>What new tokens name as their <c>kid</c>: the configured id, else the fingerprint.</summary>
    public string EffectiveKeyId => KeyId ?? Fingerprint;

    /// <summary>When a previous value is accepted no longer; null where it has no end.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Whether this is the value that new tokens are made with; otherwise it is a previous one, accepted only.</summary>
    public bool IsCurrent { get; }

    /// <summary>What about the value makes copies of it differ, for example <c>ends with a line feed</c>; empty where nothing does.</summary>
    public IReadOnlyList<string> Hygiene { get; init; } = [];

    /// <summary>Its length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>How many credentials it has verified since it came into force: when a previous key's count stands still, it can go.</summary>
    public long AcceptedCount => Interlocked.Read(ref _acceptedCount);

    /// <summary>Whether it is accepted at <paramref name="now"/>.</summary>
    public bool IsAcceptedAt(DateTimeOffset now) => Until is null || now < Until;

    /// <summary>Counts one accepted credential; for validators.</summary>
    public void CountAccepted() => Interlocked.Increment(ref _acceptedCount);

    /// <summary>The bytes themselves, for a validator or a minter: never log, echo or store them.</summary>
    public ReadOnlySpan<byte> DangerousGetBytes() => _bytes;

    /// <summary>The source and the fingerprint.</summary>
    public override string ToString() => $"{Source} {Fingerprint}";

    internal bool IsSameAs(SecretKey other) =>
        Source == other.Source
        && Position == other.Position
        && KeyId == other.KeyId
        && Until == other.Until
        && IsCurrent == other.IsCurrent
        && Fingerprint == other.Fingerprint
        && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);
}
