namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>What the client did itself.</summary>
internal static class ClientRules
{
    public static PipelineFinding? ClientLeft(LeftHandshake left) =>
        left.Context.RequestAborted.IsCancellationRequested
            ? new(
                "the client",
                "The client, or a proxy before it, closed the connection while the handshake was underway: nobody refused it.",
                "If it happens often, compare the time-out of the client or proxy with the time that the handshake takes here."
            )
            : null;
}
