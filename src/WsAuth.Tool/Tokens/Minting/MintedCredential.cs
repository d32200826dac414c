using System.Diagnostics;
using WsAuth.Tokens;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>A credential made by the tool and what to know of it. Only standard output gets its text.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class MintedCredential(string text)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _text = text;

    public required TokenKind Kind { get; init; }

    /// <summary>Whom it names, as it was asked for.</summary>
    public required string Subject { get; init; }

    /// <summary>The environment that its secret was resolved in.</summary>
    public required string Environment { get; init; }

    /// <summary>What it was signed with, in words.</summary>
    public required string Signer { get; init; }

    /// <summary>The source of the secret; null where a private key signed.</summary>
    public string? Source { get; init; }

    /// <summary>The secret's fingerprint; null where a private key signed.</summary>
    public string? Fingerprint { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What may go wrong with it, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public string DangerousGetText() => _text;

    public override string ToString() => $"[{Kind} signed with {Signer}]";
}
