namespace WsAuth.Mismatch;

/// <summary>
/// Whose secret it was, for the server's own log: names and fingerprints, no value. Never tell it to a caller who is not
/// authenticated.
/// </summary>
public sealed class MismatchFinding
{
    internal MismatchFinding(string text) => Text = text;

    /// <summary>The finding, one sentence.</summary>
    public string Text { get; }

    /// <summary>Whether nothing was tried; <see cref="Text"/> then says why.</summary>
    public bool IsSkipped { get; private init; }

    /// <summary>The named secret that the value belongs to; null where none was found.</summary>
    public string? SecretName { get; internal init; }

    /// <summary>The source that holds the value, as orders spell it; null where none was found.</summary>
    public string? SourceName { get; internal init; }

    /// <summary>The fingerprint of the bytes that the client used; null where they were not found.</summary>
    public string? Fingerprint { get; internal init; }

    /// <summary>What the client had made of the value; null where none was found.</summary>
    public MismatchForm? Form { get; internal init; }

    /// <summary>How many different values were tried, each in all its forms unless one was found.</summary>
    public int ValuesTried { get; internal init; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    internal static MismatchFinding Skipped(string cause) => new($"analysis: skipped ({cause}).") { IsSkipped = true };
}
