using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WsAuth.Credentials;
using WsAuth.Reasons;

namespace WsAuth.Handshake;

/// <summary>
/// Reads one credential from the locations that count at an endpoint. Two that differ are a conflict and never "first wins";
/// a damaged one is malformed and never absent; one in another place is named.
/// </summary>
internal sealed class CredentialReader
{
    private const int LongestInHeader = 8192;
    private const int LongestInQuery = 4096;
    private const string Scheme = "Bearer";

    private static readonly string[] OtherSchemes =
    [
        "Basic",
        "Digest",
        "Negotiate",
        "NTLM",
        "DPoP",
        "Token",
        "JWT",
        "ApiKey",
        "Key",
    ];
    private static readonly Refusal Conflict = new(ReasonCatalogue.CredentialConflict);

    public CredentialReading Read(HandshakeRequest request, CredentialLocations accepted)
    {
        PresentedCredential? found = null;
        string? otherScheme = null;
        if (accepted.HasFlag(CredentialLocations.AuthorizationHeader))
        {
            foreach (var value in request.Header("Authorization"))
            {
                if (TakeBearer(value, out var refusal, ref otherScheme) is not { } token)
                {
                    if (refusal is not null)
                    {
                        return Refuse(refusal, CredentialLocations.AuthorizationHeader);
                    }

                    continue;
                }

                if (!TryTake(ref found, token, CredentialLocations.AuthorizationHeader))
                {
                    return Refuse(Conflict, CredentialLocations.AuthorizationHeader);
                }
            }
        }

        if (
            !TryTakeQuery(request, accepted, CredentialLocations.QueryTicket, "ticket", ref found)
            || !TryTakeQuery(request, accepted, CredentialLocations.QueryAccessToken, "access_token", ref found)
        )
        {
            return Refuse(Conflict, found!.Value.Location);
        }

        return found is { } credential
            ? Inspect(credential)
            : Refuse(DescribeAbsence(request, accepted, otherScheme), CredentialLocations.None);
    }

    // RFC 9110 §11.4: the scheme in any letter case, one or more spaces, the credential.
    private static ReadOnlyMemory<char>? TakeBearer(string? header, out Refusal? refusal, ref string? otherScheme)
    {
        refusal = null;
        var text = header.AsMemory().Trim();
        if (
            text.Length >= Scheme.Length
            && text.Span.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && (text.Length == Scheme.Length || text.Span[Scheme.Length] == ' ')
        )
        {
            return text[Scheme.Length..].TrimStart();
        }

        if (text.IsEmpty)
        {
            refusal = new Refusal(
                ReasonCatalogue.CredentialMalformed,
                "The Authorization header is empty.",
                "Send 'Authorization: Bearer <token>'."
            );
        }
        else if (CredentialShapes.Of(text.Span) is not CredentialShape.Opaque and var shape)
        {
            refusal = new Refusal(
                ReasonCatalogue.CredentialMalformed,
                $"The Authorization header holds {shape.Describe()} without a scheme before it.",
                "Send 'Authorization: Bearer <token>'."
            );
        }
        else
        {
            otherScheme = NameScheme(text.Span);
        }

        return null;
    }

    // Only a known name is repeated: what stands there may as well be a secret with a space in it.
    private static string NameScheme(ReadOnlySpan<char> header)
    {
        var space = header.IndexOf(' ');
        if (space < 0)
        {
            return "no scheme";
        }

        foreach (var scheme in OtherSchemes)
        {
            if (header[..space].Equals(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return $"the scheme {scheme}";
            }
        }

        return "another scheme";
    }

    private static bool TryTakeQuery(
        HandshakeRequest request,
        CredentialLocations accepted,
        CredentialLocations location,
        string parameter,
        ref PresentedCredential? found
    )
    {
        if (accepted.HasFlag(location) && request.RawQuery.Length > 1)
        {
            foreach (var value in request.Query(parameter))
            {
                if (!TryTake(ref found, value.AsMemory(), location))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool TryTake(ref PresentedCredential? found, ReadOnlyMemory<char> text, CredentialLocations location)
    {
        if (found is not { } earlier)
        {
            found = new PresentedCredential(text, location);
            return true;
        }

        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(earlier.DangerousGetText()),
            MemoryMarshal.AsBytes(text.Span)
        );
    }

    private static CredentialReading Inspect(PresentedCredential credential)
    {
        var limit = credential.Location is CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket
            ? LongestInQuery
            : LongestInHeader;
        if (credential.Length > limit)
        {
            return Refuse(
                new Refusal(
                    ReasonCatalogue.CredentialTooLarge,
                    $"It has {credential.Length} characters; {limit} may stand in the {credential.Location.Describe()}."
                ),
                credential.Location
            );
        }

        if (CredentialDamage.Find(credential.DangerousGetText(), credential.Location) is { } damage)
        {
            return Refuse(
                new Refusal(ReasonCatalogue.CredentialMalformed, $"In the {credential.Location.Describe()}, {damage}."),
                credential.Location
            );
        }

        return new CredentialReading(credential, null);
    }

    private static Refusal DescribeAbsence(HandshakeRequest request, CredentialLocations accepted, string? otherScheme)
    {
        if (MisplacedCredential.Find(request, accepted) is { } misplaced)
        {
            return new Refusal(
                ReasonCatalogue.CredentialMisplaced,
                $"{Capitalize(misplaced.Place)} is not read here, and holds what looks like {misplaced.Shape.Describe()}; this endpoint looks at the {accepted.Describe()}.",
                misplaced.Place.EndsWith(" access_token", StringComparison.Ordinal)
                    ? "Send 'Authorization: Bearer <token>', or switch the query parameter on by WsAuth:Query:AccessToken."
                    : "Send the access token as 'Authorization: Bearer <token>', and a session id, which is state and no credential, as session_id."
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

    private static CredentialReading Refuse(Refusal refusal, CredentialLocations location) =>
        new(new PresentedCredential(default, location), refusal);
}
