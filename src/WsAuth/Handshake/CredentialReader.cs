using WsAuth.Credentials;
using WsAuth.Handshake.Locations;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>
/// Reads one credential from the locations that count at an endpoint. Two that differ are a conflict and never "first wins";
/// a damaged one is malformed and never absent; one in another place is named.
/// </summary>
internal sealed class CredentialReader(WsAuthSettings settings)
{
    // In the order of the documentation; a location that yields to others comes after them.
    private readonly CredentialLocation[] _locations =
    [
        new AuthorizationHeaderLocation(),
        new SubProtocolLocation(),
        new QueryLocation(CredentialLocations.QueryTicket, "ticket", TokenKind.Ticket),
        new QueryLocation(CredentialLocations.QueryAccessToken, "access_token"),
        new CookieLocation(settings),
    ];

    public CredentialReading Read(
        HandshakeRequest request,
        CredentialLocations accepted,
        IReadOnlyList<TokenKind> kinds
    )
    {
        var search = new CredentialSearch();
        foreach (var location in _locations)
        {
            if (!accepted.HasFlag(location.Place) || (location.YieldsToOthers && search.FoundBy is not null))
            {
                continue;
            }

            location.Read(request, ref search);
            if (search.Refusal is { } refusal)
            {
                return Refuse(refusal, location.Place);
            }
        }

        return search.FoundBy is null
            ? Refuse(
                new CredentialAbsence(request, accepted, kinds, settings.Current.Cookie.Name).Describe(
                    search.OtherScheme
                ),
                CredentialLocations.None
            )
            : Inspect(search);
    }

    private static CredentialReading Inspect(in CredentialSearch search)
    {
        var credential = search.Found;
        var longest = search.FoundBy!.Longest;
        if (credential.Length > longest)
        {
            return Refuse(
                new Refusal(
                    ReasonCatalogue.CredentialTooLarge,
                    $"It has {credential.Length} characters; {longest} may stand in the {credential.Location.Describe()}."
                ),
                credential.Location
            );
        }

        return CredentialDamage.Find(credential.DangerousGetText(), credential.Location) is { } damage
            ? Refuse(
                new Refusal(ReasonCatalogue.CredentialMalformed, $"In the {credential.Location.Describe()}, {damage}."),
                credential.Location
            )
            : new CredentialReading(credential, null, search.OnlyKind);
    }

    private static CredentialReading Refuse(Refusal refusal, CredentialLocations location) =>
        new(new PresentedCredential(default, location), refusal);
}
