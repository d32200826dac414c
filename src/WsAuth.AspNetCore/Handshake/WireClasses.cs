using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>What an anonymous caller is told of a reason: a sentence that holds for its whole class.</summary>
internal static class WireClasses
{
    /// <summary>The class of what others answered.</summary>
    public const string RefusedElsewhere = "refused_elsewhere";

    /// <summary>What to do about it, which also is the same for the whole class.</summary>
    public static RetryAdvice RetryOf(Reason reason) =>
        reason.WireClass switch
        {
            "credential_invalid" => RetryAdvice.RefreshCredential,
            "credential_malformed" => RetryAdvice.Stop,

            // A handler that failed or a rate limiter may pass, and the class does not tell them from a missing route.
            "unavailable" or RefusedElsewhere => RetryAdvice.Wait,
            _ => reason.Retry,
        };

    public static string Describe(Reason reason) =>
        reason.WireClass switch
        {
            "credential_invalid" => "The credential is not valid here.",
            "credential_malformed" => ReasonCatalogue.CredentialMalformed.Explanation,
            "unavailable" => "The server cannot authenticate at the moment.",
            RefusedElsewhere => "Something else than WsAuth answered the handshake.",
            _ => reason.Explanation,
        };
}
