using WsAuth.Credentials;
using WsAuth.Reasons;

namespace WsAuth.Handshake;

/// <summary>Says why no credential was found: one stands in another place, or there is none.</summary>
internal static class CredentialAbsence
{
    private static readonly string[] OfProxies = ["Via", "Forwarded", "X-Forwarded-For", "X-Real-IP"];
    private static readonly (CredentialLocations Location, string Name)[] Headers =
    [
        (CredentialLocations.AuthorizationHeader, "Authorization"),
        (CredentialLocations.SubProtocol, OfferedSubProtocols.HeaderName),
        (CredentialLocations.Cookie, "Cookie"),
    ];

    public static Refusal Describe(HandshakeRequest request, CredentialLocations accepted, string? otherScheme)
    {
        if (MisplacedCredential.Find(request, accepted) is { } misplaced)
        {
            return new Refusal(
                ReasonCatalogue.CredentialMisplaced,
                $"{Capitalize(misplaced.Place)} is not read here, and holds what looks like {misplaced.Shape.Describe()}; this endpoint looks at the {accepted.Describe()}.",
                misplaced.Place.Contains("sub-protocol", StringComparison.Ordinal)
                    ? accepted.HasFlag(CredentialLocations.SubProtocol)
                        ? "Offer the sub-protocol bearer.<token>, with the token as it was issued, beside the one that you mean to speak."
                        : "Send 'Authorization: Bearer <token>', or let the endpoint read sub-protocols."
                    : misplaced.Place.EndsWith(" access_token", StringComparison.Ordinal)
                        ? "Send 'Authorization: Bearer <token>', or switch the query parameter on by WsAuth:Query:AccessToken."
                        : $"Send the access token as {(accepted.HasFlag(CredentialLocations.QueryAccessToken) ? "access_token or " : "")}'Authorization: Bearer <token>', and a session id, which is state and no credential, as session_id; an anonymous session does not connect."
            );
        }

        return new Refusal(
            ReasonCatalogue.CredentialMissing,
            otherScheme is null
                ? $"Looked at the {accepted.Describe()}.{DescribeProxy(request, accepted)}"
                : $"Looked at the {accepted.Describe()}: it has {otherScheme}, not Bearer."
        );
    }

    // A client that sends one, and a server that gets none, are both right where somebody in between drops it.
    private static string DescribeProxy(HandshakeRequest request, CredentialLocations accepted)
    {
        var names = string.Join(", ", OfProxies.Where(name => request.Header(name).Count > 0));
        var dropped = string.Join(
            " or ",
            Headers.Where(pair => accepted.HasFlag(pair.Location)).Select(pair => pair.Name)
        );
        return names.Length == 0 || dropped.Length == 0
            ? ""
            : $" The request came through a proxy ({names}): where the client does send one, that drops {dropped}.";
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
