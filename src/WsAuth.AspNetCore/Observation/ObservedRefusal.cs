using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Observation.Pipeline;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Says of a handshake that left the pipeline without becoming a socket, and that WsAuth did not refuse, who answered it and why.</summary>
internal static class ObservedRefusal
{
    /// <param name="context">The request, on its way out.</param>
    /// <param name="observation">What was noted of it.</param>
    /// <param name="ofScheme">The decision that the scheme accepted, whoever asked for it; null where it did not.</param>
    /// <param name="now">The time.</param>
    public static HandshakeRecord Describe(
        HttpContext context,
        HandshakeObservation observation,
        HandshakeDecision? ofScheme,
        DateTimeOffset now
    )
    {
        // An endpoint with the bare scheme has a decision and no door, and may not have been reached.
        var left = new LeftHandshake(context, observation, observation.Passed is not null);
        var accepted = observation.Passed ?? (left.IsLetInByScheme ? ofScheme : null);
        var finding = PipelineRules.Find(left);
        var reason =
            accepted is null ? ReasonCatalogue.RefusedBeforeAuthentication
            : finding.IsOfHandler ? ReasonOfHandler(left)
            : ReasonCatalogue.RefusedAfterAuthentication;
        return HandshakeRecord.Of(context, observation, accepted, now) with
        {
            Endpoint = observation.Endpoint ?? HandshakeObservation.EndpointOf(context, left.Endpoint),
            Reason = reason,
            Layer = finding.Layer,
            Explanation = $"{reason.Explanation} {finding.Explanation}",
            Fix = finding.Fix ?? reason.Fix,
            Status = left.Status,
            Client = ClientName.Of(context, reason),
        };
    }

    private static Reason ReasonOfHandler(LeftHandshake left) =>
        left.ThrownName is not null ? ReasonCatalogue.HandlerFailed
        : left is { Status: StatusCodes.Status200OK, HasStarted: false } ? ReasonCatalogue.NeverAccepted
        : ReasonCatalogue.RefusedAfterAuthentication;
}
