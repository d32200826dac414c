using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Prolongs an open socket by a new credential of its caller: validate, compare, ask the policies, renew, record. A wrong one changes nothing, and counts as a failure of its client.</summary>
internal sealed class ConnectionRefresh(
    HandshakeAuthenticator authenticator,
    ConnectionWatch watch,
    RefreshPolicies policies,
    RequiredKinds kinds,
    WsAuthSettings settings,
    FailureLimit failures,
    HandshakeRecorder recorder,
    HandshakeMetrics metrics,
    TimeProvider clock
)
{
    /// <param name="connection">The socket.</param>
    /// <param name="attempt">The new credential.</param>
    /// <param name="cancellationToken">Fires when the caller has gone.</param>
    /// <returns>The decision; null where the socket is over or ending.</returns>
    public async ValueTask<HandshakeDecision?> RefreshAsync(
        LiveConnection connection,
        RefreshAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        if (connection.FindDoor() is not { } door)
        {
            return null;
        }

        var decision = await DecideAsync(connection, door, attempt, cancellationToken).ConfigureAwait(false);
        if (decision.IsAccepted && !watch.Renew(connection, decision))
        {
            return null;
        }

        var address = attempt.RemoteAddress ?? door.RemoteAddress;
        decision = failures.Judge(FailingClient.Of(address, attempt.AgentId, decision), decision);
        metrics.CountRefresh(decision);
        recorder.RecordRefresh(Describe(connection, attempt, address, decision));
        return decision;
    }

    private async ValueTask<HandshakeDecision> DecideAsync(
        LiveConnection connection,
        ConnectionDoor door,
        RefreshAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        if (RefreshRules.For(door.Requirements, kinds.Accepts(Tokens.TokenKind.Jwt)) is not { } requirements)
        {
            return HandshakeDecision.Refused(
                new Refusal(
                    ReasonCatalogue.CredentialKindRefused,
                    "The endpoint accepts tickets only, and a ticket opens a socket but prolongs none.",
                    "Accept another kind at the endpoint too, or have the client connect anew with a new ticket."
                )
            );
        }

        var present = connection.Decision;
        var named =
            attempt.AgentId.Count == 0 && present is { IsSubjectClaimed: true, Subject.Length: > 0 }
                ? new StringValues(present.Subject)
                : attempt.AgentId;
        var request = new RefreshRequest(
            door.Path,
            attempt.Authorization,
            named,
            present.RequestedSessionId is { } session ? new StringValues(session) : StringValues.Empty
        );
        var decision = await authenticator
            .AuthenticateAsync(request, requirements, cancellationToken)
            .ConfigureAwait(false);
        return !decision.IsAccepted ? decision
            : RefreshRules.FindFault(present, decision, settings.Current.Jwt) is { } fault
                ? HandshakeDecision.Refused(fault, decision.Kind, decision.Location)
            : await policies.ApplyAsync(door.Endpoint, door.Path, decision).ConfigureAwait(false);
    }

    private HandshakeRecord Describe(
        LiveConnection connection,
        RefreshAttempt attempt,
        IPAddress? address,
        HandshakeDecision decision
    ) =>
        new()
        {
            AttemptId = attempt.AttemptId,
            IsTraceOfCaller = attempt.IsTraceOfCaller,
            ChosenAttemptId = attempt.ChosenAttemptId,
            ConnectionAttemptId = connection.AttemptId,
            At = clock.GetUtcNow(),
            IsHandshake = false,
            IsRefresh = true,
            Endpoint = connection.Endpoint,
            Reason = decision.Refusal?.Reason,
            Explanation = decision.Refusal?.Explanation,
            Fix = decision.Refusal?.EffectiveFix,
            Status = decision.Refusal?.Reason.Status ?? StatusCodes.Status200OK,
            RemoteAddress = address,
            Client = $"socket of {ClientText.Quote(connection.Subject)}",
            Decision = decision,
        };
}
