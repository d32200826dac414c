using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>Says why no credential was found: one stands in another place, or there is none.</summary>
internal sealed class CredentialAbsence(
    HandshakeRequest request,
    CredentialLocations accepted,
    IReadOnlyList<TokenKind> kinds,
    string? cookieName
)
{
    private static readonly string[] OfProxies = ["Via", "Forwarded", "X-Forwarded-For", "X-Real-IP"];
    private static readonly (CredentialLocations Location, string Name)[] Headers =
    [
        (CredentialLocations.AuthorizationHeader, "Authorization"),
        (CredentialLocations.SubProtocol, OfferedSubProtocols.HeaderName),
        (CredentialLocations.Cookie, "Cookie"),
    ];

    public Refusal Describe(string? otherScheme) =>
        MisplacedCredential.Find(request, accepted) is { } misplaced
            ? new Refusal(
                ReasonCatalogue.CredentialMisplaced,
                $"{Capitalize(misplaced.Place)} is not read here, and holds what looks like {misplaced.Shape.Describe()}; this endpoint looks at the {Places()}.",
                FixFor(misplaced.Place, misplaced.Shape)
            )
            : new Refusal(
                ReasonCatalogue.CredentialMissing,
                otherScheme is null
                    ? $"Looked at the {Places()}.{DescribeProxy()}"
                    : $"Looked at the {Places()}: it has {otherScheme}, not Bearer.",
                CredentialAdvice.Send("the credential", request, accepted, kinds)
            );

    private string FixFor(string place, CredentialShape shape)
    {
        if (shape == CredentialShape.Ticket)
        {
            return !kinds.Contains(TokenKind.Ticket)
                    ? $"Accept tickets here, by TokenKind.Ticket in RequireWsAuth, or send a credential of kind {string.Join(" or ", kinds)}."
                : accepted.HasFlag(CredentialLocations.QueryTicket) ? "Send it as ?ticket=<ticket>."
                : CredentialAdvice.Send("the ticket", request, accepted, [TokenKind.Ticket]);
        }

        if (place.Contains("sub-protocol", StringComparison.Ordinal))
        {
            return accepted.HasFlag(CredentialLocations.SubProtocol)
                ? "Offer the sub-protocol bearer.<token>, with the token as it was issued, beside the one that you mean to speak."
                : $"Let the endpoint read sub-protocols, or send the token as {CredentialAdvice.Ways(request, accepted, kinds)}.";
        }

        // What may be a session id is told where state belongs; a JWT is a credential and nothing else.
        return shape == CredentialShape.Jwt && !place.EndsWith(" access_token", StringComparison.Ordinal)
                ? $"Send the token as {CredentialAdvice.Ways(request, accepted, kinds)}."
            : place.EndsWith(" access_token", StringComparison.Ordinal)
                ? $"Send the token as {CredentialAdvice.Ways(request, accepted, kinds)}, or switch the query parameter on by WsAuth:Query:AccessToken."
            : $"Send the access token as {CredentialAdvice.Ways(request, accepted, kinds)}, and a session id, which is state and no credential, as session_id; an anonymous session does not connect.";
    }

    // A client that sends one, and a server that gets none, are both right where somebody in between drops it.
    private string DescribeProxy()
    {
        var names = string.Join(", ", OfProxies.Where(name => request.Header(name).Count > 0));
        var dropped = string.Join(
            " or ",
            Headers.Where(pair => accepted.HasFlag(pair.Location)).Select(pair => pair.Name)
        );
        return dropped.Length == 0 ? ""
            : names.Length == 0
                ? request.IsHandshake
                        ? $" Where the client does send one, a proxy on the way, which names itself by nothing, drops {dropped}."
                    : ""
            : $" The request came through a proxy ({names}): where the client does send one, that drops {dropped}.";
    }

    private string Places()
    {
        if (!accepted.HasFlag(CredentialLocations.Cookie))
        {
            return accepted.Describe();
        }

        var others = Enum.GetValues<CredentialLocations>()
            .Where(location =>
                location is not (CredentialLocations.None or CredentialLocations.Cookie) && accepted.HasFlag(location)
            )
            .Select(location => location.Describe())
            .ToList();
        return request.IsHandshake
            ? CredentialLocationNames.Join([.. others, $"cookie '{cookieName}'"])
            : $"{(others.Count == 0 ? "request" : CredentialLocationNames.Join(others))} (the cookie '{cookieName}' is read in WebSocket handshakes only)";
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
