using System.Diagnostics;

namespace WsAuth.Tokens;

/// <summary>A kind of credential, named as log lines and metrics name it. Kinds of your own are welcome: give them a name and an <see cref="ITokenValidator"/>.</summary>
[DebuggerDisplay("{Name,nq}")]
public sealed class TokenKind : IEquatable<TokenKind>
{
    /// <summary>A kind of your own.</summary>
    /// <param name="name">Lower-case letters, digits and <c>-</c>.</param>
    public TokenKind(string name)
    {
        if (
            string.IsNullOrEmpty(name)
            || name.Length > 32
            || name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-")
        )
        {
            throw new ArgumentException("A kind's name is 1–32 lower-case letters, digits and '-'.", nameof(name));
        }

        Name = name;
    }

    /// <summary>A JSON Web Token (RFC 7519).</summary>
    public static TokenKind Jwt { get; } = new("jwt");

    /// <summary>The text of a secret that both sides hold.</summary>
    public static TokenKind SharedSecret { get; } = new("shared-secret");

    /// <summary>A signed statement of an edge agent, valid for a day.</summary>
    public static TokenKind EdgeToken { get; } = new("edge-token");

    /// <summary>A connection ticket: a signed, single-use token for one path, valid for seconds.</summary>
    public static TokenKind Ticket { get; } = new("ticket");

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <inheritdoc />
    public bool Equals(TokenKind? other) =>
        other is not null && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TokenKind);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
