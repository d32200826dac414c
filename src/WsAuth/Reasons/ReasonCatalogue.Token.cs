namespace WsAuth.Reasons;

// The rows about the tokens of every kind.
public static partial class ReasonCatalogue
{
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
            "Give issuer and server the same secret; an issuer that logs no fingerprint computes it by the openssl line of the help page.",
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

    /// <summary>The token, or the session that it belongs to, was revoked before its end.</summary>
    public static Reason TokenRevoked { get; } =
        Row(
            1213,
            401,
            4401,
            RetryAdvice.RefreshCredential,
            "The token was revoked before its end.",
            "Have the caller sign in again, unless its subject was revoked as a whole; event 2113 of the log says what was revoked, and until when.",
            CredentialInvalidClass
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
}
