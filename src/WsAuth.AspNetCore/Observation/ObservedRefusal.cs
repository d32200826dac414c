using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Says of a handshake that left the pipeline without becoming a socket, and that WsAuth did not refuse, who answered it and why.</summary>
internal static class ObservedRefusal
{
    /// <param name="context">The request, on its way out.</param>
    /// <param name="observation">What was noted of it.</param>
    /// <param name="accepted">WsAuth's decision, where it let the caller in.</param>
    /// <param name="now">The time.</param>
    public static HandshakeRecord Describe(
        HttpContext context,
        HandshakeObservation observation,
        HandshakeDecision? accepted,
        DateTimeOffset now
    )
    {
        var thrown = observation.Thrown ?? context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var status =
            observation.Thrown is not null && !context.Response.HasStarted
                ? StatusCodes.Status500InternalServerError
                : context.Response.StatusCode;
        var (reason, finding) = accepted is null
            ? (ReasonCatalogue.RefusedBeforeAuthentication, FindBefore(context, status, thrown))
            : FindAfter(context, observation, status, thrown);
        return HandshakeRecord.Of(context, observation, accepted, now) with
        {
            Reason = reason,
            Layer = finding.Layer,
            Explanation = $"{reason.Explanation} {finding.Explanation}",
            Fix = finding.Fix ?? reason.Fix,
            Status = status,
            Client = ClientName.Of(context, reason),
        };
    }

    private static PipelineFinding FindBefore(HttpContext context, int status, Exception? thrown) =>
        thrown is not null
            ? new PipelineFinding("unknown", $"It threw {thrown.GetType().Name}; the answer is {status}.")
            : new PipelineFinding("unknown", $"The answer is {status}.");

    private static (Reason, PipelineFinding) FindAfter(
        HttpContext context,
        HandshakeObservation observation,
        int status,
        Exception? thrown
    )
    {
        var hasWebSockets = context.Features.Get<IHttpWebSocketFeature>() is not null;
        if (thrown is not null)
        {
            return (
                ReasonCatalogue.HandlerFailed,
                hasWebSockets
                    ? new PipelineFinding("the handler", $"It threw {thrown.GetType().Name}; the answer is {status}.")
                    : new PipelineFinding(
                        "the handler",
                        $"It threw {thrown.GetType().Name}, and UseWebSockets did not run before the endpoint.",
                        "Call app.UseWebSockets() before the endpoint is reached."
                    )
            );
        }

        return status == StatusCodes.Status200OK && !context.Response.HasStarted
            ? (ReasonCatalogue.NeverAccepted, new PipelineFinding("the handler", "It answered nothing."))
            : (ReasonCatalogue.RefusedAfterAuthentication, new PipelineFinding("unknown", $"The answer is {status}."));
    }
}
