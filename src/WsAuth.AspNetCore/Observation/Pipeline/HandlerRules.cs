using Microsoft.AspNetCore.Http;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>The endpoint was reached: what became of the handshake there.</summary>
internal static class HandlerRules
{
    private const string Layer = "the handler";

    // Also where the handler asks IsWebSocketRequest first: without the middleware that is never true.
    public static PipelineFinding? UseWebSocketsMissing(LeftHandshake left) =>
        left is { IsEndpointReached: true, HasWebSockets: false, IsHub: false, HasAskedToUpgrade: false }
            ? new(
                "UseWebSockets",
                $"UseWebSockets did not run before the endpoint {left.EndpointName}: it is missing, or called too late or in another branch. {What(left)}",
                "Call app.UseWebSockets() before the endpoint is reached.",
                IsOfHandler: true
            )
            : null;

    public static PipelineFinding? Threw(LeftHandshake left) =>
        left.ThrownName is not null
            ? left.IsEndpointReached
                ? new(
                    Layer,
                    $"{What(left)} Its endpoint is {left.EndpointName}, the request id {RequestId(left)}.",
                    IsOfHandler: true
                )
                : new(
                    "unknown",
                    $"A middleware before the endpoint threw {left.ThrownName}; the answer is {left.Status}. The request id is {RequestId(left)}.",
                    "The exception stands in the application's log, under the same request id where scopes are shown (IncludeScopes): its stack names the middleware."
                )
            : null;

    public static PipelineFinding? NoHandshake(LeftHandshake left) =>
        left is { IsEndpointReached: true, IsAccepted: false, Fault: { } fault }
            ? new(
                Layer,
                $"{left.EndpointName} answered {left.Status}, since what arrived is no WebSocket handshake: {fault}",
                "Have the client send, and every proxy pass on, what is missing."
            )
            : null;

    public static PipelineFinding? NeverAccepted(LeftHandshake left) =>
        left is { IsEndpointReached: true, Status: StatusCodes.Status200OK, HasStarted: false }
            ? new(
                Layer,
                $"{left.EndpointName} returned without accepting the WebSocket and without an answer, which is {left.Status}.",
                "Have the handler call AcceptWebSocketAsync on every path that is meant to open a socket.",
                IsOfHandler: true
            )
            : null;

    public static PipelineFinding? Answered(LeftHandshake left) =>
        left.IsEndpointReached
            ? new(
                Layer,
                $"{left.EndpointName} was executed and answered {UnknownRule.Answer(left)} without accepting the WebSocket: its handler, or a filter around it.",
                "Look at that handler and its filters."
            )
            : null;

    // An application may take it from a header.
    private static string RequestId(LeftHandshake left) => ClientText.Quote(left.Context.TraceIdentifier);

    private static string What(LeftHandshake left) =>
        left.ThrownName is { } thrown
            ? $"It threw {thrown}; the answer is {left.Status}."
            : $"It answered {left.Status}.";
}
