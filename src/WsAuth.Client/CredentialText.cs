using System.Buffers;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;

namespace WsAuth.Client;

/// <summary>Where a credential's text may stand. What is wrong with it is told without quoting it.</summary>
internal static class CredentialText
{
    // RFC 9110 §5.6.2, a token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    );

    // What a server reads in a query, and not a character more.
    private const int LongestInQuery = 4096;

    public static void ThrowIfUnfitForHeader(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (FindHeaderFault(text) is { } fault)
        {
            throw new ArgumentException(fault, parameter);
        }
    }

    public static string ForSubProtocol(MintedToken token, string parameter)
    {
        var text = token.DangerousGetText();
        if (token.Kind.Equals(TokenKind.EdgeToken))
        {
            text = EdgeTokenFormat.ToUrlSafe(text);
        }

        var illegal = text.AsSpan().IndexOfAnyExcept(TokenCharacters);
        if (illegal >= 0 || text.Length == 0)
        {
            throw new ArgumentException(
                text.Length == 0
                    ? "The credential is empty."
                    : $"This {token.Kind} cannot be a sub-protocol: its character {illegal + 1} of {text.Length} is illegal there. "
                        + "Send it in the header or in the first message.",
                parameter
            );
        }

        return (token.IsTicket ? "ticket." : "bearer.") + text;
    }

    public static string ForQuery(MintedToken token)
    {
        var text = token.DangerousGetText();
        return text.Length <= LongestInQuery
            ? Uri.EscapeDataString(text)
            : throw new ArgumentException(
                $"This {token.Kind} has {text.Length} characters; {LongestInQuery} may stand in a query. {Instead(token)}"
            );
    }

    /// <summary>What to do with a credential that is too long for a place.</summary>
    public static string Instead(MintedToken token) =>
        token.IsTicket
            ? "Have the server put fewer claims into tickets (WsAuth:Tickets:Claims)."
            : "Send it in the header, or fetch a ticket with it (TicketClient) and send that.";

    /// <summary>Why a text cannot stand in an Authorization header; null where it can.</summary>
    public static string? FindHeaderFault(string text) =>
        text.Length == 0 ? "The credential is empty."
        : text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? "The credential begins with the scheme 'Bearer'; pass what follows it."
        : text[0] == ' ' || text[^1] == ' ' || text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? "The credential cannot stand in a header: it has white space around it, a control character or one beyond ASCII."
        : null;
}
