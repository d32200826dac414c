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

    /// <summary>A credential that came from elsewhere, for example from an identity provider's token endpoint.</summary>
    /// <param name="text">The credential alone, without <c>Bearer</c>.</param>
    /// <param name="kind">What it is; it decides how it is written in each location.</param>
    /// <param name="expiresAt">When it expires; null where that is not known.</param>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static MintedToken FromText(string text, TokenKind kind, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        CredentialText.ThrowIfUnfitForHeader(text, nameof(text));
        return new MintedToken(text, kind, expiresAt, "unknown", "elsewhere");
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
    /// <exception cref="ArgumentException">The URL has one already: two that differ are refused. Or this one is longer than 4 KiB, the most that
    /// a server reads there.</exception>
    public Uri DangerousAddToQuery(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var parameter = IsTicket ? "ticket" : "access_token";
        if (url.Query.TrimStart('?').Split('&').Any(it => it.Split('=')[0] is "ticket" or "access_token"))
        {
            throw new ArgumentException(
                "This URL already has a credential in its query; add the next one to the URL without it.",
                nameof(url)
            );
        }

        var query = url.Query.Length > 1 ? url.Query[1..] + "&" : "";
        return new UriBuilder(url) { Query = $"{query}{parameter}={CredentialText.ForQuery(this)}" }.Uri;
    }

    /// <summary>As <see cref="DangerousAddToQuery"/>, in a parameter that servers of others read.</summary>
    internal Uri AddToQuery(Uri url, string? parameter)
    {
        if (parameter is null)
        {
            return DangerousAddToQuery(url);
        }

        var query = url.Query.Length > 1 ? url.Query[1..] + "&" : "";
        return new UriBuilder(url) { Query = $"{query}{parameter}={CredentialText.ForQuery(this)}" }.Uri;
    }

    internal bool IsTicket => Kind.Equals(TokenKind.Ticket);

    /// <summary>Kind and fingerprint.</summary>
    public override string ToString() => $"[{Kind}, key {KeyFingerprint} from {Source}]";
}
