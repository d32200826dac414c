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

        if (present.Kind!.Equals(TokenKind.Ticket))
        {
            return FindFaultAfterTicket(present, next, options);
        }

        return !present.Kind.Equals(next.Kind) && !IsProofOfClaim(present, next)
            ? Mismatch(
                $"The socket was opened by a {present.Kind}, and the same name of a {next.Kind} may be another's."
            )
            : CompareIssuers(IssuerOf(present), next);
    }

    // Of what bought the ticket the issuer is known where it named one, and the kind is not.
    private static Refusal? FindFaultAfterTicket(
        HandshakeDecision present,
        HandshakeDecision next,
        JwtOptions options
    ) =>
        !next.Kind!.Equals(TokenKind.Jwt)
            ? Mismatch(
                $"What bought the socket's ticket is not known to be a {next.Kind}, and the same name of one may be another's.",
                "Fetch a new ticket and connect anew."
            )
        : IssuerOf(present) is { } issuer ? CompareIssuers(issuer, next)
        : options.Issuers.Count + (options.AcceptSecret ? 1 : 0) > 1
            ? Mismatch(
                "Several issuers are trusted, and what bought the ticket named none of them.",
                "Fetch a new ticket and connect anew."
            )
        : null;

    private static Refusal? CompareIssuers(string? issuer, HandshakeDecision next)
    {
        var other = IssuerOf(next);
        return string.Equals(issuer, other, StringComparison.Ordinal)
            ? null
            : Mismatch($"The socket's issuer is {Show(issuer)}, the new credential's {Show(other)}.");
    }

    /// <summary>Whether two sockets are of one caller: who only claims to be somebody is not taken for the one who proves it.</summary>
    public static bool IsOfSameCaller(HandshakeDecision present, HandshakeDecision next) =>
        string.Equals(present.Subject, next.Subject, StringComparison.Ordinal)
        && (present.IsSubjectClaimed || !next.IsSubjectClaimed)
        && string.Equals(IssuerOf(present), IssuerOf(next), StringComparison.Ordinal);

    private static string? IssuerOf(HandshakeDecision decision) =>
        decision.Claims!.Find(decision.Kind!.Equals(TokenKind.Ticket) ? "siss" : "iss");

    // Agents move from the raw secret to edge tokens. One that names nobody has no name to prove.
    private static bool IsProofOfClaim(HandshakeDecision present, HandshakeDecision next) =>
        present.IsSubjectClaimed
        && present.Kind!.Equals(TokenKind.SharedSecret)
        && next.Kind!.Equals(TokenKind.EdgeToken);

    private static string Show(string? issuer) => issuer is null ? "not named" : ClientText.Quote(issuer);

    private static Refusal Mismatch(string detail, string? fix = null) =>
        new(
            ReasonCatalogue.SubjectMismatch,
            detail,
            fix
                ?? "Refresh a socket with a credential of the caller that opened it; another caller opens a socket of its own."
        );
}
