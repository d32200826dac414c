using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>What the server refuses once it is asked for a socket.</summary>
internal static class ServerRules
{
    public static PipelineFinding? UpgradedConnections(LeftHandshake left) =>
        left is { UpgradeFailure: InvalidOperationException, HasStarted: false }
        && left.Options<KestrelServerOptions>()?.Limits.MaxConcurrentUpgradedConnections is { } most
            ? new(
                "Kestrel",
                $"As many sockets are open as MaxConcurrentUpgradedConnections allows ({most}).",
                "Raise KestrelServerLimits.MaxConcurrentUpgradedConnections, or close sockets that nobody uses."
            )
            : null;

    public static PipelineFinding? ResponseStarted(LeftHandshake left) =>
        left is { HasStarted: true, HasEscaped: true }
            ? new(
                left.IsEndpointReached ? "the handler" : "unknown",
                $"The response had already started ({left.Status}) when {left.ThrownName} was thrown: a started response becomes no socket.",
                "Write nothing before AcceptWebSocketAsync: neither in the handler nor in a middleware before it.",
                IsOfHandler: left.IsEndpointReached
            )
            : null;
}
