using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

// The rows about the policy of the endpoint, and the live socket.
public static partial class ReasonCatalogue
{
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

    /// <summary>The live socket outlived its session.</summary>
    public static Reason ExpiredWhileConnected { get; } =
        Row(
            1600,
            NoAnswer,
            4401,
            RetryAdvice.RefreshCredential,
            "The session of the open socket has ended.",
            "Fetch a new credential and connect again; a token that ends before the work does has too short a life.",
            level: LogLevel.Information
        );

    /// <summary>The session of a live socket was revoked.</summary>
    public static Reason RevokedWhileConnected { get; } =
        Row(
            1601,
            NoAnswer,
            4403,
            RetryAdvice.Stop,
            "The session of the open socket was revoked.",
            "Have the caller sign in again, unless its subject was revoked as a whole; a client that only connects again with the same token is refused."
        );
}
