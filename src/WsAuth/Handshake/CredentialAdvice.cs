using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>How a client may present its credential at an endpoint: only what the endpoint accepts, and what that client can do.</summary>
internal static class CredentialAdvice
{
    private const string WhichIsFetched = ", which the ticket endpoint answers to a POST";

    /// <summary>The ways, joined by "or", as the end of a sentence that begins with "send it as".</summary>
    /// <param name="request">A browser's handshake, which has an <c>Origin</c>, can set no header.</param>
    /// <param name="accepted">The accepted locations.</param>
    /// <param name="kinds">The accepted kinds.</param>
    public static string Ways(HandshakeRequest request, CredentialLocations accepted, IReadOnlyList<TokenKind> kinds)
    {
        var isBrowser = IsBrowser(request);
        var takesOthers = kinds.Any(kind => !kind.Equals(TokenKind.Ticket));
        List<string> ways = [];
        if (kinds.Contains(TokenKind.Ticket) && (isBrowser || !takesOthers))
        {
            ways.Add(TicketWay(accepted) + WhichIsFetched);
        }

        if (takesOthers && !isBrowser && accepted.HasFlag(CredentialLocations.AuthorizationHeader))
        {
            ways.Add("'Authorization: Bearer <token>'");
        }
        else if (takesOthers && accepted.HasFlag(CredentialLocations.SubProtocol))
        {
            ways.Add("the sub-protocol bearer.<token> beside the one that you mean to speak");
        }

        if (takesOthers && accepted.HasFlag(CredentialLocations.QueryAccessToken))
        {
            ways.Add("?access_token=<token>");
        }

        return ways.Count > 0
            ? string.Join(", or as ", ways)
            : "a connection ticket, once the endpoint accepts that kind (TokenKind.Ticket)";
    }

    /// <summary>The whole sentence.</summary>
    public static string Send(
        string what,
        HandshakeRequest request,
        CredentialLocations accepted,
        IReadOnlyList<TokenKind> kinds
    ) =>
        $"Send {what} as {Ways(request, accepted, kinds)}{(IsBrowser(request) ? "; a browser cannot set the Authorization header" : "")}.";

    private static bool IsBrowser(HandshakeRequest request) =>
        request.IsHandshake && request.Header("Origin").Count > 0;

    private static string TicketWay(CredentialLocations accepted) =>
        accepted.HasFlag(CredentialLocations.QueryTicket) ? "?ticket=<ticket>"
        : accepted.HasFlag(CredentialLocations.SubProtocol) ? "the sub-protocol ticket.<ticket>"
        : "'Authorization: Bearer <ticket>'";
}
