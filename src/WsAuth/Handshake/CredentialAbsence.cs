using WsAuth.Credentials;
using WsAuth.Reasons;

namespace WsAuth.Handshake;

/// <summary>Says why no credential was found: one stands in another place, or there is none.</summary>
internal static class CredentialAbsence
{
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
                ? $"Looked at the {accepted.Describe()}."
                : $"Looked at the {accepted.Describe()}: it has {otherScheme}, not Bearer."
        );
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
