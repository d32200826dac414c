namespace WsAuth.Client.Diagnosis;

/// <summary>What a token library found wrong, in the words that jsonwebtoken, jose, PyJWT and Go's jwt have for it.</summary>
/// <param name="Fix">What to change.</param>
/// <param name="IsOfTime">Whether clocks have to do with it.</param>
/// <param name="IsOfPlace">Whether a token in another place may be what is missed.</param>
internal sealed record TokenComplaint(string Fix, bool IsOfTime = false, bool IsOfPlace = false)
{
    private static readonly TokenComplaint Signature = new(
        "The two sides sign and verify with different secrets or keys: compare their fingerprints, and the algorithm."
    );
    private static readonly TokenComplaint Expired = new(
        "Fetch a fresh token before each connection; compare the clocks of issuer and server.",
        IsOfTime: true
    );
    private static readonly TokenComplaint Early = new(
        "Set the clocks of issuer and server by NTP; a few seconds are what the server's clock tolerance is for.",
        IsOfTime: true
    );
    private static readonly TokenComplaint Audience = new("Mint the token for the audience that the server expects.");
    private static readonly TokenComplaint Issuer = new(
        "Connect with a token of the issuer that the server expects; another environment's has another one."
    );
    private static readonly TokenComplaint Algorithm = new(
        "Sign with an algorithm that the server allows, or allow that one there."
    );
    private static readonly TokenComplaint Form = new(
        "What arrived is no whole JWT: look at what the client puts where the server reads it (undefined, a session id, 'Bearer' in front of it).",
        IsOfPlace: true
    );
    private static readonly TokenComplaint Missing = new(
        "The server found no token where it looks: compare the place, header or parameter, on both sides.",
        IsOfPlace: true
    );
    private static readonly TokenComplaint NoSecret = new(
        "The server itself has no secret to verify with: set it in the server's environment."
    );

    // The first one that a text holds: the long words before the short ones that they hold.
    private static readonly (string Words, TokenComplaint Complaint)[] Known =
    [
        ("secret or public key must be provided", NoSecret),
        ("jwt must be provided", Missing),
        ("signature verification failed", Signature),
        ("invalid signature", Signature),
        ("InvalidSignature", Signature),
        ("signature is invalid", Signature),
        ("jwt signature is required", Signature),
        ("jwt expired", Expired),
        ("signature has expired", Expired),
        ("ExpiredSignature", Expired),
        ("token is expired", Expired),
        ("token has expired", Expired),
        ("\"exp\" claim timestamp check failed", Expired),
        ("jwt not active", Early),
        ("token is not yet valid", Early),
        ("token is not valid yet", Early),
        ("ImmatureSignature", Early),
        ("\"nbf\" claim timestamp check failed", Early),
        ("jwt audience invalid", Audience),
        ("invalid audience", Audience),
        ("InvalidAudience", Audience),
        ("audience doesn't match", Audience),
        ("unexpected \"aud\" claim", Audience),
        ("jwt issuer invalid", Issuer),
        ("invalid issuer", Issuer),
        ("InvalidIssuer", Issuer),
        ("unexpected \"iss\" claim", Issuer),
        ("invalid algorithm", Algorithm),
        ("InvalidAlgorithm", Algorithm),
        ("alg value is not allowed", Algorithm),
        ("jwt malformed", Form),
        ("not enough segments", Form),
        ("DecodeError", Form),
        ("token is malformed", Form),
        ("invalid compact jws", Form),
    ];

    /// <summary>Null where the text has none of these words.</summary>
    public static TokenComplaint? In(string? text) =>
        text is null
            ? null
            : Array.Find(Known, it => text.Contains(it.Words, StringComparison.OrdinalIgnoreCase)).Complaint;
}
