using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Doors;

/// <summary>
/// Lets an anonymous handshake through to its handler, and authenticates inside the handler's accept call: accept, receive the first
/// message, decide, ask the endpoint's policies, answer. Until then nobody has a user or a decision.
/// </summary>
internal sealed class FirstMessageDoor(
    HandshakeFlow flow,
    FirstMessageExchange exchange,
    ClosingHandshake closing,
    WaitingSockets waiting,
    HandshakeRecorder recorder,
    RefusalWriter refusals,
    ConnectionWatch watch,
    ConnectionPlaces places,
    FailureLimit failures
)
{
    /// <summary>Whether a refusal only means that the credential is still to come.</summary>
    public static bool MayStillCome(
        HttpContext context,
        HandshakeRequirements requirements,
        HandshakeDecision decision
    ) =>
        requirements.TakesFirstMessage
        && decision.Refusal is { } refusal
        && (
            refusal.Reason == ReasonCatalogue.CredentialMissing || refusal.Reason == ReasonCatalogue.CredentialMisplaced
        )
        && context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    /// <summary>The refusal of a caller whose first message cannot be awaited, since nothing here could accept a socket.</summary>
    public static HandshakeDecision ExplainWithoutWebSockets(
        HttpContext context,
        HandshakeRequirements requirements,
        HandshakeDecision decision
    ) =>
        requirements.TakesFirstMessage
        && decision.Refusal is { } refusal
        && refusal.Reason == ReasonCatalogue.CredentialMissing
        && HandshakeProtocol.IsHandshake(context)
        && context.Features.Get<IHttpWebSocketFeature>() is null
            ? HandshakeDecision.Refused(
                refusal with
                {
                    Detail =
                        $"{refusal.Detail} A first message cannot be awaited: UseWebSockets did not run before this endpoint.",
                    Fix = "Call app.UseWebSockets() before the endpoint is reached.",
                }
            )
            : decision;

    public async Task PassAsync(HttpContext context, HandshakeRequirements requirements, RequestDelegate next)
    {
        var webSockets = context.Features.GetRequiredFeature<IHttpWebSocketFeature>();
        if (webSockets is FirstMessageWebSocketFeature)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        HandshakeObservation.Of(context).IsDecidedLater = true;
        var offered = HandshakeFeature.Of(context).Request.Header(OfferedSubProtocols.HeaderName);
        context.Features.Set<IHttpWebSocketFeature>(
            new FirstMessageWebSocketFeature(
                webSockets,
                accept => AuthenticateAsync(context, requirements, accept),
                given => EchoedSubProtocol.Choose(offered, given)
            )
        );
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not HandshakeRefusedException)
        {
            HandshakeObservation.Of(context).Thrown = exception;
            throw;
        }
        catch (HandshakeRefusedException refused)
        {
            // Not accepted yet where there were too many; otherwise the socket is closed and there is nothing left to answer.
            await refusals
                .WriteAsync(context, refused.Refusal, refused.AttemptId, isOneOfSeveral: false)
                .ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(webSockets);
            await places.LeaveAsync(context, watch).ConfigureAwait(false);
        }
    }

    private async Task<WebSocket> AuthenticateAsync(
        HttpContext context,
        HandshakeRequirements requirements,
        Func<Task<WebSocket>> accept
    )
    {
        if (!waiting.TryEnter())
        {
            var refusal = new Refusal(
                ReasonCatalogue.TooManyConnections,
                "As many wait for their first message as WsAuth:FirstMessage:MaximumWaiting allows."
            );
            throw Refuse(context, flow.Keep(context, requirements, HandshakeDecision.Refused(refusal)));
        }

        try
        {
            var socket = await accept().ConfigureAwait(false);
            var decision = await DecideAsync(context, requirements, socket).ConfigureAwait(false);
            if (!decision.IsAccepted)
            {
                var refused = Refuse(context, decision);
                await CloseAsync(socket, decision.Refusal!).ConfigureAwait(false);
                throw refused;
            }

            HandshakeFeature.Of(context).Passed = decision;
            recorder.RecordAccepted(context, decision);
            await exchange.ConfirmAsync(socket, context.RequestAborted).ConfigureAwait(false);
            return watch.Watch(context, decision, socket);
        }
        finally
        {
            waiting.Leave();
        }
    }

    private Task CloseAsync(WebSocket socket, Refusal refusal) =>
        ReferenceEquals(refusal, FirstMessageExchange.ServerStopping)
            ? closing.CloseAsync(
                socket,
                (WebSocketCloseStatus)ConnectionEnding.ServerStopping.Code,
                ConnectionEnding.ServerStopping.Text
            )
            : closing.CloseAsync(socket, refusal.Reason);

    private async Task<HandshakeDecision> DecideAsync(
        HttpContext context,
        HandshakeRequirements requirements,
        WebSocket socket
    )
    {
        try
        {
            var (message, refusal) = await exchange.ReceiveAsync(socket, context.RequestAborted).ConfigureAwait(false);
            var decision = refusal is null
                ? await flow.DecideAsync(context, requirements, message).ConfigureAwait(false)
                : HandshakeDecision.Refused(
                    WithMisplaced(refusal, HandshakeFeature.Of(context).Decision),
                    null,
                    CredentialLocations.FirstMessage
                );
            decision = failures.Judge(context, decision);
            flow.Keep(context, requirements, decision);
            if (!decision.IsAccepted)
            {
                return decision;
            }

            DecidedUser.Put(context, decision);
            var permitted = await EndpointPolicies.ApplyAsync(context, decision).ConfigureAwait(false);
            permitted = (permitted.IsAccepted ? places.Take(context, permitted) : null) ?? permitted;
            return ReferenceEquals(permitted, decision) ? decision : flow.Keep(context, requirements, permitted);
        }
        catch
        {
            // A policy's handler, or the cancellation of a client that has gone: never an open socket.
            socket.Abort();
            throw;
        }
    }

    // The client may have sent its credential, in the handshake and in a place that is not read, and now waits for an answer.
    private static Refusal WithMisplaced(Refusal refusal, HandshakeDecision? before) =>
        !ReferenceEquals(refusal, FirstMessageExchange.ServerStopping)
        && before?.Refusal is { } misplaced
        && misplaced.Reason == ReasonCatalogue.CredentialMisplaced
            ? refusal with
            {
                Detail = $"{refusal.Detail} In the handshake: {misplaced.Detail}",
                Fix =
                    "Send what stood there as the first message: {\"action\":\"auth\",\"token\":\"<token>\"}, or in a place that is read.",
            }
            : refusal;

    private HandshakeRefusedException Refuse(HttpContext context, HandshakeDecision decision)
    {
        recorder.RecordRefused(context, decision);
        return new HandshakeRefusedException(decision.Refusal!, HandshakeObservation.Of(context).AttemptId);
    }
}
