using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

// The rows about the server's own fault.
public static partial class ReasonCatalogue
{
    /// <summary>The named secret has no usable value on this server.</summary>
    public static Reason SecretUnavailable { get; } =
        Row(
            1500,
            503,
            1011,
            RetryAdvice.Wait,
            "The server has no usable secret or public key for this kind of credential.",
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
}
