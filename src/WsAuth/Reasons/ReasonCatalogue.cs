using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

/// <summary>
/// The closed table of reasons: the single source of status, close code, wire class, retry advice, log level, event id,
/// explanation and fix. Event ids: 1000–1099 the request, 1100–1199 the credential, 1200–1299 the token,
/// 1300–1399 limits, 1400–1499 the application's policy, 1500–1599 the server's own fault.
/// </summary>
public static class ReasonCatalogue
{
    private const string CredentialInvalidClass = "credential_invalid";
    private const string UnavailableClass = "unavailable";

    private static readonly List<Reason> Table = [];

    /// <summary>A handshake header is missing: a hop on the way dropped it, or the client never meant a WebSocket.</summary>
    public static Reason UpgradeMissing { get; } =
        Row(
            1000,
            426,
            null,
            RetryAdvice.Stop,
            "The request is no complete WebSocket handshake.",
            "Let every proxy on the way pass Upgrade and Connection on (HTTP/1.1), or connect with a WebSocket client."
        );

    /// <summary><c>Sec-WebSocket-Version</c> is not 13 (RFC 6455 §4.4).</summary>
    public static Reason VersionUnsupported { get; } =
        Row(
            1001,
            426,
            null,
            RetryAdvice.Stop,
            "The client speaks another version of the WebSocket protocol than 13.",
            "Use a client that sends Sec-WebSocket-Version: 13 (RFC 6455)."
        );

    /// <summary>The page's origin (RFC 6454) is not one whose pages may connect.</summary>
    public static Reason OriginRefused { get; } =
        Row(
            1002,
            403,
            4403,
            RetryAdvice.Stop,
            "The page that opens the WebSocket is of an origin that is not allowed here.",
            "If pages of that origin may connect, add it to WsAuth:Origins."
        );

    /// <summary>A browser offered the credential's sub-protocol and no other, so that none could be echoed (RFC 6455 §4.2.2).</summary>
    public static Reason SubprotocolMissing { get; } =
        Row(
            1003,
            400,
            4400,
            RetryAdvice.Stop,
            "A browser offered only the sub-protocol that carries the credential, which is never echoed, and would close a connection without an echo.",
            "Offer a second sub-protocol: new WebSocket(url, ['chat', 'bearer.' + token])."
        );

    /// <summary>No credential in any location that the endpoint accepts.</summary>
    public static Reason CredentialMissing { get; } =
        Row(
            1100,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "No credential was presented.",
            "Send the credential as 'Authorization: Bearer <token>'."
        );

    /// <summary>A credential stands where this endpoint does not look.</summary>
    public static Reason CredentialMisplaced { get; } =
        Row(
            1101,
            401,
            4401,
            RetryAdvice.Stop,
            "A credential was found where this endpoint does not look.",
            "Send the credential in a location that the endpoint accepts."
        );

    /// <summary>Two accepted locations hold two different values.</summary>
    public static Reason CredentialConflict { get; } =
        Row(
            1102,
            400,
            4400,
            RetryAdvice.Stop,
            "Two different credentials were presented; which one is meant is never guessed.",
            "Send one credential, in one location."
        );

    /// <summary>Damaged before its kind can be told.</summary>
    public static Reason CredentialMalformed { get; } =
        Row(
            1103,
            401,
            4400,
            RetryAdvice.Stop,
            "The credential was damaged before it was sent.",
            "Correct the code that puts the credential into the request."
        );

    /// <summary>An accepted socket sent no first message in time.</summary>
    public static Reason AuthenticationTimeout { get; } =
        Row(
            1106,
            401,
            4408,
            RetryAdvice.RefreshCredential,
            "The socket was accepted, and no credential came in time.",
            "Send the first message as soon as the socket is open; fetch the token before connecting."
        );

    /// <summary>More sockets than allowed wait for their first message.</summary>
    public static Reason TooManyConnections { get; } =
        Row(
            1300,
            429,
            4429,
            RetryAdvice.Wait,
            "Too many connections wait to be authenticated.",
            "Connect again later; raise WsAuth:FirstMessage:MaximumWaiting where this is the usual load."
        );

    /// <summary>Its shape is of a kind that this endpoint does not accept.</summary>
    public static Reason CredentialKindRefused { get; } =
        Row(
            1104,
            401,
            4401,
            RetryAdvice.Stop,
            "The credential is of a kind that this endpoint does not accept.",
            "Send a credential of an accepted kind, or accept this kind at the endpoint."
        );

    /// <summary>The credential is over the size limit.</summary>
    public static Reason CredentialTooLarge { get; } =
        Row(
            1105,
            431,
            4400,
            RetryAdvice.Stop,
            "The credential is over the size limit.",
            "Send a smaller token; put fewer claims into it."
        );

    /// <summary>The kind is right, the structure is not; a fault found after the signature check is told as <c>credential_invalid</c>.</summary>
    public static Reason TokenMalformed { get; } =
        Row(
            1200,
            401,
            4400,
            RetryAdvice.Stop,
            "The token's structure is broken.",
            "Send the token exactly as it was issued.",
            "credential_malformed"
        );

    /// <summary>As <see cref="TokenMalformed"/>, found in a payload whose signature is right: the issuer's own fault.</summary>
    public static Reason TokenContentMalformed { get; } =
        Row(
            1201,
            401,
            4401,
            RetryAdvice.Stop,
            "The token is authentic, but its content breaks the format.",
            "Correct the issuer.",
            CredentialInvalidClass,
            code: "token_malformed"
        );

    /// <summary>The token names an algorithm other than its key's (RFC 8725 §3.1).</summary>
    public static Reason AlgorithmRefused { get; } =
        Row(
            1202,
            401,
            4401,
            RetryAdvice.Stop,
            "The token names an algorithm that its key is not for.",
            "Sign with the configured algorithm, or configure the algorithm that the issuer uses.",
            CredentialInvalidClass
        );

    /// <summary>The token's <c>kid</c> names no key that is held here.</summary>
    public static Reason KeyUnknown { get; } =
        Row(
            1203,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The token names a key that is not held here.",
            "Give issuer and server the same secret; compare the two fingerprints.",
            CredentialInvalidClass
        );

    /// <summary>No key that is held here verifies the token's signature.</summary>
    public static Reason SignatureMismatch { get; } =
        Row(
            1204,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The token was signed with a key that is not in force here.",
            "Give issuer and server the same secret; an issuer that logs no fingerprint computes it by the openssl line of docs/configuration.md#fingerprints.",
            CredentialInvalidClass
        );

    /// <summary>The presented secret is not the one in force.</summary>
    public static Reason SecretMismatch { get; } =
        Row(
            1205,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The presented secret is not the one in force here.",
            "Give client and server the same secret; compare the two fingerprints.",
            CredentialInvalidClass
        );

    /// <summary>The token is of another type (<c>typ</c>, RFC 8725 §3.11).</summary>
    public static Reason TypeRefused { get; } =
        Row(
            1206,
            401,
            4401,
            RetryAdvice.Stop,
            "The token is of a type that is not accepted here.",
            "Send a token whose typ is JWT or at+jwt.",
            CredentialInvalidClass
        );

    /// <summary>The token's <c>exp</c> lies in the past.</summary>
    public static Reason TokenExpired { get; } =
        Row(
            1207,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The token has expired.",
            "Fetch a new token before connecting; if it is new, compare the two clocks."
        );

    /// <summary>The token's <c>nbf</c> or <c>iat</c> lies in the future.</summary>
    public static Reason TokenNotYetValid { get; } =
        Row(
            1208,
            401,
            4401,
            RetryAdvice.Wait,
            "The token is not valid yet.",
            "Compare the clocks of issuer and server; the server's stands in the Date header."
        );

    /// <summary>The token's <c>iss</c> is not the configured one.</summary>
    public static Reason IssuerRefused { get; } =
        Row(
            1209,
            401,
            4401,
            RetryAdvice.Stop,
            "The token comes from another issuer.",
            "Send a token of the configured issuer, or correct WsAuth:Jwt:Issuer.",
            CredentialInvalidClass
        );

    /// <summary>The token's <c>aud</c> names none of the configured audiences.</summary>
    public static Reason AudienceRefused { get; } =
        Row(
            1210,
            401,
            4401,
            RetryAdvice.Stop,
            "The token is meant for another audience.",
            "Ask the issuer for a token for this service, or correct WsAuth:Jwt:Audience.",
            CredentialInvalidClass
        );

    /// <summary>A required claim is absent.</summary>
    public static Reason ClaimMissing { get; } =
        Row(
            1211,
            401,
            4401,
            RetryAdvice.Stop,
            "The token lacks a required claim.",
            "Have the issuer put the claim into the token.",
            CredentialInvalidClass
        );

    /// <summary>The credential's agent is not the one that the request names, or the request names two.</summary>
    public static Reason SubjectMismatch { get; } =
        Row(
            1212,
            401,
            4401,
            RetryAdvice.Stop,
            "The agent of the credential and the agent that the request names are not the same.",
            "Name one agent, the one that the credential is for.",
            CredentialInvalidClass
        );

    /// <summary>A ticket that has opened a connection already.</summary>
    public static Reason TicketUsed { get; } =
        Row(
            1220,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was used before; it opens one connection.",
            "Fetch a new ticket for each connection."
        );

    /// <summary>An authentic ticket at a path, or from an origin, that it was not issued for.</summary>
    public static Reason TicketOtherPath { get; } =
        Row(
            1221,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was issued for another path or origin.",
            "Fetch a ticket for the path that is connected to, from the page that connects."
        );

    /// <summary>A ticket of another process, or of an earlier start of this one, while nothing is shared between them.</summary>
    public static Reason TicketOtherInstance { get; } =
        Row(
            1222,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The ticket was issued by another instance of this service.",
            "Fetch a new ticket; for several instances configure WsAuth:Secrets:ticket:Order with one secret for all, and a shared ISingleUseStore, or let the load balancer keep a client on one instance."
        );

    /// <summary>The path that a ticket was asked for is none.</summary>
    public static Reason TicketPathRefused { get; } =
        Row(
            1223,
            400,
            4400,
            RetryAdvice.Stop,
            "A ticket was asked for something that is no path.",
            "Name the path of the WebSocket URL, for example /ws."
        );

    /// <summary>A token that is good for one connection was sent again.</summary>
    public static Reason TokenReplayed { get; } =
        Row(
            1224,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The token was used before, and opens one connection.",
            "Mint a new token for each connection, or switch WsAuth:EdgeToken:SingleUse off.",
            CredentialInvalidClass
        );

    /// <summary>More tickets than a principal may have at a time.</summary>
    public static Reason TooManyTickets { get; } =
        Row(
            1301,
            429,
            4429,
            RetryAdvice.Wait,
            "The principal was issued too many tickets at a time.",
            "Fetch one ticket for each connection, when it is opened; wait as long as Retry-After says."
        );

    /// <summary>Authenticated, but the endpoint's policy says no.</summary>
    public static Reason NotAuthorized { get; } =
        Row(
            1400,
            403,
            4403,
            RetryAdvice.Stop,
            "The caller is authenticated, but a policy of the endpoint says no.",
            "Give the caller what the policy asks for, or correct the policy."
        );

    /// <summary>The named secret has no usable value on this server.</summary>
    public static Reason SecretUnavailable { get; } =
        Row(
            1500,
            503,
            1011,
            RetryAdvice.Wait,
            "The server has no usable secret for this kind of credential.",
            "Set one of the secret's sources on the server.",
            UnavailableClass,
            LogLevel.Error
        );

    /// <summary>A token validator threw instead of answering: a defect of the server, and never an open door.</summary>
    public static Reason ValidatorFailed { get; } =
        Row(
            1501,
            503,
            1011,
            RetryAdvice.Wait,
            "The validator of this kind of credential failed.",
            "Correct the validator; its exception's type and stack are logged as event 1900, without the message, which may quote the credential.",
            UnavailableClass,
            LogLevel.Error
        );

    /// <summary>A store did not answer, or is full: the doubt closes the door.</summary>
    public static Reason StateUnavailable { get; } =
        Row(
            1502,
            503,
            1011,
            RetryAdvice.Wait,
            "The store that knows what was used cannot tell.",
            "Bring the store back, or give it more room; until then nobody is let in by what may be used once.",
            UnavailableClass,
            LogLevel.Error
        );

    /// <summary>Every reason, in the order of the table.</summary>
    public static IReadOnlyList<Reason> All { get; } = Table.AsReadOnly();

    private static readonly FrozenSet<string> Codes = Table.Select(row => row.Code).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="code"/> is one of the catalogue's.</summary>
    public static bool Contains(string code) => Codes.Contains(code);

    private static Reason Row(
        int eventId,
        int status,
        int? closeCode,
        RetryAdvice retry,
        string explanation,
        string fix,
        string? wireClass = null,
        LogLevel level = LogLevel.Warning,
        string? code = null,
        [CallerMemberName] string name = ""
    )
    {
        var row = new Reason(
            code ?? SnakeCase(name),
            status,
            closeCode,
            wireClass,
            retry,
            level,
            eventId,
            explanation,
            fix
        );
        Table.Add(row);
        return row;
    }

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select(
                (c, i) =>
                    i > 0 && char.IsAsciiLetterUpper(c)
                        ? "_" + char.ToLowerInvariant(c)
                        : char.ToLowerInvariant(c).ToString()
            )
        );
}
