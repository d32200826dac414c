using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>What the client did itself.</summary>
internal static class ClientRules
{
    // How code that waited for the client ends when it has gone.
    private static readonly string[] OfLeaving =
    [
        "OperationCanceledException",
        "TaskCanceledException",
        "ConnectionResetException",
        "ConnectionAbortedException",
    ];

    public static PipelineFinding? ApplicationLeft(LeftHandshake left) =>
        left.Find(EvidenceSource.Server) is null
            ? null
            : new(
                left.IsEndpointReached ? "the handler" : "unknown",
                "The application itself cut the connection, by HttpContext.Abort.",
                left.IsEndpointReached
                    ? "Look at that handler and its filters."
                    : "Look at the application's own middlewares for who calls Abort."
            );

    public static PipelineFinding? ClientLeft(LeftHandshake left) =>
        left.Context.RequestAborted.IsCancellationRequested && !IsAnswered(left)
            ? new(
                "the client",
                $"The client, or a proxy before it, closed the connection while the handshake was underway{Unseen(left)}.",
                "If it happens often, compare the time-out of the client or proxy with the time that the handshake takes here."
            )
            : null;

    private static string Unseen(LeftHandshake left) =>
        left.Context.Response.StatusCode is >= StatusCodes.Status300MultipleChoices and var status
            ? $", and never saw the answer {status}"
            : ": nobody refused it";

    // A client that has read its refusal hangs up, often before the refusal has left the pipeline: then it is the refusal that counts. An
    // answer that had not begun was seen by nobody.
    private static bool IsAnswered(LeftHandshake left) =>
        left.HasStarted || (left.ThrownName is { } thrown && !OfLeaving.Contains(thrown, StringComparer.Ordinal));
}
