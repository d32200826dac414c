using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary>What both doors do: decide, then refuse or let pass. Whoever comes through has an accepted decision of its own.</summary>
internal sealed class HandshakeDoor(
    HandshakeFlow flow,
    FirstMessageDoor firstMessages,
    RefusedSocket refusedSockets,
    RefusalWriter refusals,
    HandshakeRecorder recorder,
    ConnectionWatch watch,
    ConnectionPlaces places,
    SessionNotice notice,
    FailureLimit failures
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

        if (decision.IsAccepted && places.Take(context, decision) is { } full)
        {
            decision = flow.Keep(context, requirements, full);
        }

        if (!decision.IsAccepted)
        {
            decision = FirstMessageDoor.ExplainWithoutWebSockets(context, requirements, decision);
            await RefuseHandshakeAsync(context, requirements, decision).ConfigureAwait(false);
            return;
        }

        try
        {
            HandshakeFeature.Of(context).Passed = decision;
            recorder.RecordAccepted(context, decision);
            watch.Expect(context, decision);
            notice.Write(context, decision);
            await RunAsync(context, decision, next).ConfigureAwait(false);
        }
        finally
        {
            await places.LeaveAsync(context, watch).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(HttpContext context, HandshakeDecision decision, RequestDelegate next)
    {
        try
        {
            // Without UseWebSockets before this door: plain HTTP, or a hub, which upgrades by means of its own.
            await (
                context.Features.Get<IHttpWebSocketFeature>() is { } webSockets
                    ? GuardAsync(context, webSockets, decision, next)
                    : next(context)
            ).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            HandshakeObservation.Of(context).Thrown = exception;
            throw;
        }
    }

    private async Task RefuseHandshakeAsync(
        HttpContext context,
        HandshakeRequirements requirements,
        HandshakeDecision decision
    )
    {
        decision = failures.Judge(context, decision);
        HandshakeObservation.Of(context).Refuse(context, decision);
        if (!await refusedSockets.TryTellAsync(context, requirements, decision.Refusal!.Reason).ConfigureAwait(false))
        {
            await RefuseAsync(context, decision).ConfigureAwait(false);
        }
    }

    public async Task RefuseAsync(HttpContext context, HandshakeDecision decision, bool isOneOfSeveral = false)
    {
        HandshakeFeature.Of(context).Passed = null;
        SessionNotice.Withdraw(context);
        decision = failures.Judge(context, CorsPreflight.Explain(context, decision));
        recorder.RecordRefused(context, decision);
        await refusals
            .WriteAsync(context, decision.Refusal!, HandshakeObservation.Of(context).AttemptId, isOneOfSeveral)
            .ConfigureAwait(false);
    }

    private async Task GuardAsync(
        HttpContext context,
        IHttpWebSocketFeature webSockets,
        HandshakeDecision decision,
        RequestDelegate next
    )
    {
        context.Features.Set<IHttpWebSocketFeature>(
            new GuardedWebSocketFeature(
                webSockets,
                HandshakeFeature.Of(context).Request.Header(OfferedSubProtocols.HeaderName),
                accept => watch.AcceptAsync(context, decision, accept)
            )
        );
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (NoHandshakeException) when (!context.Response.HasStarted)
        {
            await RefuseAsync(
                    context,
                    HandshakeDecision.Refused(MissingUpgrade.Describe(context), decision.Kind, decision.Location)
                )
                .ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(webSockets);
        }
    }
}
