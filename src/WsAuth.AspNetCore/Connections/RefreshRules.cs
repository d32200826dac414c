using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.AspNetCore.Connections;

/// <summary>What a credential must be to prolong an open socket: one that its endpoint accepts, and of the very same caller.</summary>
internal static class RefreshRules
{
    /// <summary>
    /// What the endpoint accepts, but for tickets, which open sockets only. Where it accepts nothing else, a JWT, if the application accepts those at
    /// all; null where nothing is left.
    /// </summary>
    public static HandshakeRequirements? For(HandshakeRequirements endpoint, bool acceptsJwt)
    {
        var kinds = endpoint.Kinds.Where(kind => !kind.Equals(TokenKind.Ticket)).ToList();
        if (kinds.Count == 0 && acceptsJwt)
        {
            kinds.Add(TokenKind.Jwt);
        }

        return kinds.Count == 0
            ? null
            : new HandshakeRequirements(kinds, CredentialLocations.AuthorizationHeader)
            {
                SharedSecretUntil = endpoint.SharedSecretUntil,
                IsSharedSecretDeprecated = endpoint.IsSharedSecretDeprecated,
            };
    }

    /// <summary>Why a valid credential is not this caller's; null where it is.</summary>
    public static Refusal? FindFault(HandshakeDecision present, HandshakeDecision next, JwtOptions options)
    {
        if (!string.Equals(present.Subject, next.Subject, StringComparison.Ordinal))
        {
            return Mismatch(
                $"The socket is of {ClientText.Quote(present.Subject)}, the new credential of {ClientText.Quote(next.Subject)}."
            );
        }

        if (next.IsSubjectClaimed && !present.IsSubjectClaimed)
        {
            return Mismatch("Who is connected is proven, and the new credential only claims it.");
        }

        // Of a ticket the kind and the issuer of what bought it are not known.
        if (present.Kind!.Equals(TokenKind.Ticket))
        {
            return next.Kind!.Equals(TokenKind.Jwt) && options.Issuers.Count + (options.AcceptSecret ? 1 : 0) > 1
                ? Mismatch(
                    "Several issuers are trusted, and a ticket does not say which of them its caller belongs to.",
                    "Fetch a new ticket and connect anew."
                )
                : null;
        }

        if (!present.Kind.Equals(next.Kind) && !IsProofOfClaim(present.Kind, next.Kind!))
        {
            return Mismatch(
                $"The socket was opened by a {present.Kind}, and the same name of a {next.Kind} may be another's."
            );
        }

        var (issuer, other) = (present.Claims!.Find("iss"), next.Claims!.Find("iss"));
        return string.Equals(issuer, other, StringComparison.Ordinal)
            ? null
            : Mismatch($"The socket's issuer is {Show(issuer)}, the new credential's {Show(other)}.");
    }

    // Agents move from the raw secret to edge tokens.
    private static bool IsProofOfClaim(TokenKind present, TokenKind next) =>
        present.Equals(TokenKind.SharedSecret) && next.Equals(TokenKind.EdgeToken);

    private static string Show(string? issuer) => issuer is null ? "not named" : ClientText.Quote(issuer);

    private static Refusal Mismatch(string detail, string? fix = null) =>
        new(
            ReasonCatalogue.SubjectMismatch,
            detail,
            fix
                ?? "Refresh a socket with a credential of the caller that opened it; another caller opens a socket of its own."
        );
}
