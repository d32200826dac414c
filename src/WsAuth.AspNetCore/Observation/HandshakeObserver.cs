using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation.Pipeline;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// The outermost middleware: whatever becomes of a handshake, it is recorded once, when it leaves the pipeline or becomes a socket. Plain
/// requests pass untouched.
/// </summary>
internal sealed class HandshakeObserver(RequestDelegate next, HandshakeRecorder recorder)
{
    public Task InvokeAsync(HttpContext context) =>
        HandshakeProtocol.IsHandshake(context) ? ObserveAsync(context) : next(context);

    private async Task ObserveAsync(HttpContext context)
    {
        var observation = HandshakeObservation.Of(context);
        recorder.Enter(observation);
        observation.Evidence = PipelineEvidence.Begin(context);
        observation.AskedPath = context.Request.PathBase + context.Request.Path;
        UpgradeWatch.Install(context, observation, recorder);
        context.Response.OnStarting(AddHeaders, context);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            observation.Thrown ??= exception;
            observation.HasEscaped = true;
            throw;
        }
        finally
        {
            recorder.RecordLeft(context, observation);
            observation.Evidence.Close();
        }
    }

    // An answer of somebody else keeps its status and body, and gets what its client can ask by.
    private static Task AddHeaders(object state)
    {
        var context = (HttpContext)state;
        var observation = HandshakeObservation.Of(context);
        if (observation is { IsUpgraded: false, Refused: null })
        {
            context.Response.Headers[WsAuthDefaults.ReasonHeader] = WireClasses.RefusedElsewhere;
            context.Response.Headers[WsAuthDefaults.AttemptHeader] = observation.AttemptId;
        }

        return Task.CompletedTask;
    }
}
