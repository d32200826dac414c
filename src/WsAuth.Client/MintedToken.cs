using System.Diagnostics;
using System.Net.Http.Headers;
using WsAuth.Tokens;

namespace WsAuth.Client;

/// <summary>A credential in hand. It never prints itself; attach it by <c>SetCredential</c>, or send it as <see cref="ToAuthorizationHeader"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class MintedToken
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _text;

    internal MintedToken(string text, TokenKind kind, DateTimeOffset? expiresAt, string keyFingerprint, string source)
    {
        _text = text;
        Kind = kind;
        ExpiresAt = expiresAt;
        KeyFingerprint = keyFingerprint;
        Source = source;
    }

    /// <summary>Its kind.</summary>
    public TokenKind Kind { get; }

    /// <summary>When it expires; null where it has no end of its own.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The fingerprint of the key that it was made with: compare it with the one that the server logs.</summary>
    public string KeyFingerprint { get; }

    /// <summary>The source that held the key.</summary>
    public string Source { get; }

    /// <summary>The text to send; never log it.</summary>
    public string DangerousGetText() => _text;

    /// <summary>The value of an <c>Authorization</c> header (RFC 6750 §2.1).</summary>
    public AuthenticationHeaderValue ToAuthorizationHeader() => new("Bearer", _text);

    /// <summary>
    /// A WebSocket URL with the credential in its query: <c>ticket</c> for a ticket, else <c>access_token</c>, which a server reads by option
    /// only. URLs end up in access logs: prefer the header wherever it can be set, and never log this one.
    /// </summary>
    /// <param name="url">The URL without the credential.</param>
    public Uri DangerousAddToQuery(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var parameter = Kind.Equals(TokenKind.Ticket) ? "ticket" : "access_token";
        var query = url.Query.Length > 1 ? url.Query[1..] + "&" : "";
        return new UriBuilder(url) { Query = $"{query}{parameter}={Uri.EscapeDataString(_text)}" }.Uri;
    }

    /// <summary>Kind and fingerprint.</summary>
    public override string ToString() => $"[{Kind}, key {KeyFingerprint} from {Source}]";
}
