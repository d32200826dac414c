using System.Diagnostics;

namespace WsAuth.Credentials;

/// <summary>The one credential that a handshake presents, and where it stood. It never prints itself.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct PresentedCredential
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ReadOnlyMemory<char> _text;

    /// <summary>A credential as it was read, without its scheme or parameter name.</summary>
    public PresentedCredential(ReadOnlyMemory<char> text, CredentialLocations location)
    {
        _text = text;
        Location = location;
    }

    /// <summary>Where it stood.</summary>
    public CredentialLocations Location { get; }

    /// <summary>Its length in characters.</summary>
    public int Length => _text.Length;

    /// <summary>Its text, for a validator's eyes: never log, echo or store it.</summary>
    public ReadOnlySpan<char> DangerousGetText() => _text.Span;

    /// <summary>The length and the location.</summary>
    public override string ToString() => $"[credential of {Length} characters, {Location.Describe()}]";
}
