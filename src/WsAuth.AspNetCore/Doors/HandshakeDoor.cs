using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary>What both doors do: decide, then refuse or let pass. Whoever comes through has an accepted decision of its own.</summary>
internal sealed class HandshakeDoor(
    HandshakeFlow flow,
    FirstMessageDoor firstMessages,
    RefusalWriter refusals,
    HandshakeRecorder recorder
)
{
    public async Task PassAsync(HttpContext context, HandshakeRequirements requirements, RequestDelegate next)
    {
        var decision = await flow.DecideAsync(context, requirements).ConfigureAwait(false);
        if (FirstMessageDoor.MayStillCome(context, requirements, decision))
        {
            await firstMessages.PassAsync(context, requirements, next).ConfigureAwait(false);
            return;
        }

        if (decision.IsAccepted)
        {
            DecidedUser.Put(context, decision);
            decision = await EndpointPolicies.ApplyAsync(context, decision).ConfigureAwait(false);
        }

        if (!decision.IsAccepted)
        {
            await RefuseAsync(context, decision).ConfigureAwait(false);
            return;
        }

        HandshakeFeature.Of(context).Passed = decision;
        if (context.Features.Get<IHttpWebSocketFeature>() is not { } webSockets)
        {
            // No UseWebSockets before this door: plain HTTP, or a hub, which upgrades by means of its own.
            recorder.RecordAccepted(context, decision);
            await RunWithoutWebSocketsAsync(context, next).ConfigureAwait(false);
            return;
        }

        await GuardAsync(context, webSockets, decision, next).ConfigureAwait(false);
    }

    public async Task RefuseAsync(HttpContext context, HandshakeDecision decision, bool isOneOfSeveral = false)
    {
        var handshake = HandshakeFeature.Of(context);
        handshake.Passed = null;
        recorder.RecordRefused(context, decision);
        await refusals
            .WriteAsync(context, decision.Refusal!, handshake.AttemptId, isOneOfSeveral)
            .ConfigureAwait(false);
    }

    private async Task RunWithoutWebSocketsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (NotSupportedException) when (HandshakeProtocol.IsHandshake(context))
        {
            recorder.RecordWebSocketsMissing(context);
            throw;
        }
    }

    private async Task GuardAsync(
        HttpContext context,
        IHttpWebSocketFeature webSockets,
        HandshakeDecision decision,
        RequestDelegate next
    )
    {
        if (!webSockets.IsWebSocketRequest)
        {
            recorder.RecordAccepted(context, decision);
        }

        context.Features.Set<IHttpWebSocketFeature>(
            new GuardedWebSocketFeature(
                webSockets,
                HandshakeFeature.Of(context).Request.Header(OfferedSubProtocols.HeaderName),
                () => recorder.RecordAccepted(context, decision)
            )
        );
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (NoHandshakeException) when (!context.Response.HasStarted)
        {
            HandshakeFeature.Of(context).IsRecorded = false;
            await RefuseAsync(
                    context,
                    HandshakeDecision.Refused(
                        HandshakeProtocol.DescribeMissing(context),
                        decision.Kind,
                        decision.Location
                    )
                )
                .ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(webSockets);
        }
    }
}
