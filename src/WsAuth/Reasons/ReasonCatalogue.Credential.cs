namespace WsAuth.Reasons;

// The rows about what was presented, before its kind is looked into.
public static partial class ReasonCatalogue
{
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
}
