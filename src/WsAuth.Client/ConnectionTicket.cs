using System.Diagnostics;
using WsAuth.Tokens;

namespace WsAuth.Client;

/// <summary>A ticket that a server issued, and where it opens a connection. It never prints itself.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ConnectionTicket
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Uri _url;

    internal ConnectionTicket(string text, Uri url, DateTimeOffset expiresAt)
    {
        _url = url;
        ExpiresAt = expiresAt;
        Token = new MintedToken(text, TokenKind.Ticket, expiresAt, "of the server", "the ticket endpoint");
    }

    /// <summary>The ticket as a credential, for <c>SetCredential</c> and other locations.</summary>
    public MintedToken Token { get; }

    /// <summary>Until when it can be redeemed, by this machine's clock.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The WebSocket URL with the ticket in it, good for one connection: never log it.</summary>
    public Uri DangerousGetUrl() => _url;

    /// <summary>Kind and end.</summary>
    public override string ToString() => $"[ticket until {ExpiresAt:u}]";
}
