using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

// The rows about what others decided, and WsAuth only saw.
public static partial class ReasonCatalogue
{
    /// <summary>The pipeline answered the handshake before WsAuth ran.</summary>
    public static Reason RefusedBeforeAuthentication { get; } =
        Row(
            1700,
            NoAnswer,
            null,
            RetryAdvice.Stop,
            "Another part of the application answered the handshake before WsAuth ran.",
            "Correct the component that is named, or move it behind the WebSocket endpoint.",
            RefusedElsewhereClass
        );

    /// <summary>WsAuth accepted, and something later answered instead of upgrading.</summary>
    public static Reason RefusedAfterAuthentication { get; } =
        Row(
            1701,
            NoAnswer,
            null,
            RetryAdvice.Stop,
            "WsAuth accepted the handshake, and a later part of the application answered instead of upgrading.",
            "The credential is right: correct the component that is named.",
            RefusedElsewhereClass
        );

    /// <summary>The handler threw before it accepted the socket.</summary>
    public static Reason HandlerFailed { get; } =
        Row(
            1702,
            NoAnswer,
            null,
            RetryAdvice.Wait,
            "The handler threw an exception before it accepted the WebSocket.",
            "Correct the handler; the exception stands in the log of the application, under the same request id and trace where scopes are shown (IncludeScopes).",
            RefusedElsewhereClass,
            LogLevel.Error
        );

    /// <summary>The handler returned without accepting the socket.</summary>
    public static Reason NeverAccepted { get; } =
        Row(
            1703,
            NoAnswer,
            null,
            RetryAdvice.Stop,
            "The handler returned without accepting the WebSocket.",
            "Have the handler call AcceptWebSocketAsync on every path that is meant to open a socket.",
            RefusedElsewhereClass
        );

    /// <summary>The server itself refused to parse the request, before any middleware.</summary>
    public static Reason BadRequest { get; } =
        Row(
            1704,
            NoAnswer,
            null,
            RetryAdvice.Stop,
            "The server could not parse the request, or it was over the server's limits.",
            "Send a well-formed HTTP request; for long headers or URLs raise the limits of Kestrel, or send less."
        );
}
