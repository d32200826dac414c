using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>SignalR hubs, which open their sockets by themselves.</summary>
internal static class HubRules
{
    public static PipelineFinding? Transport(LeftHandshake left) =>
        left.Find(EvidenceSource.Hubs) is { } seen
            ? new(
                "the hub",
                seen.Name switch
                {
                    "TransportNotSupported" => $"{left.EndpointName} does not allow the transport WebSockets.",
                    "ConnectionAlreadyActive" => $"The connection of {left.EndpointName} has a socket already.",
                    _ => $"{left.EndpointName} answered {left.Status} ({seen.Name}).",
                },
                "Allow HttpTransportType.WebSockets in MapHub, and start each connection anew by negotiation."
            )
            : null;

    public static PipelineFinding? UnknownConnection(LeftHandshake left) =>
        left is { IsHub: true, Status: StatusCodes.Status404NotFound } && left.Context.Request.Query.ContainsKey("id")
            ? new(
                "the hub",
                $"{left.EndpointName} knows no connection of that id: the negotiation was answered by another process, or too long ago.",
                "Use sticky sessions where several instances serve the hub, or skip the negotiation in the client."
            )
            : null;
}
