using System.Diagnostics;

namespace WsAuth.Secrets;

/// <summary>
/// A value that this process can see for a named secret, whether it is in force or not: what a client may have used instead. It
/// explains refusals and verifies nothing. It cannot print itself.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class VisibleValue
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _text;

    /// <summary>What a source of an order holds.</summary>
    public VisibleValue(string secretName, SecretCandidate candidate, byte[] text)
        : this(
            secretName,
            candidate.IsPrevious ? VisiblePlace.Previous : VisiblePlace.Order,
            candidate.Entry.Name,
            candidate.Entry.Encoding,
            text
        )
    {
        Position = candidate.Position;
        Until = candidate.Entry.Until;
    }

    public VisibleValue(
        string secretName,
        VisiblePlace place,
        string source,
        SecretEncoding encoding,
        ReadOnlySpan<byte> text
    )
    {
        SecretName = secretName;
        Place = place;
        Source = source;
        Encoding = encoding;
        _text = text.ToArray();
    }

    public string SecretName { get; }

    public VisiblePlace Place { get; }

    /// <summary>The source as it is spelled in orders.</summary>
    public string Source { get; }

    /// <summary>The source's position in its list, counted from 1; 0 where it is in none.</summary>
    public int Position { get; }

    /// <summary>When a previous value ends or ended.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>How the source says that its text becomes bytes.</summary>
    public SecretEncoding Encoding { get; }

    /// <summary>What stands there, undecoded.</summary>
    public byte[] DangerousGetText() => _text;

    /// <summary>The secret's bytes; null where the text cannot be decoded.</summary>
    public byte[]? DangerousGetBytes() => SecretEncodings.Decode(Encoding, _text, out _);

    /// <summary>The source and the named secret.</summary>
    public override string ToString() => $"{Source} of '{SecretName}'";
}
