using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Observation;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>The flow in this host: recognise the handshake, look at its origin, let the core decide, overwrite the credential, keep the decision for whoever asks next.</summary>
internal sealed class HandshakeFlow(
    HandshakeAuthenticator authenticator,
    OriginGate origins,
    WsAuthSettings settings,
    HandshakeMetrics metrics,
    TimeProvider clock
)
{
    public ValueTask<HandshakeDecision> DecideAsync(HttpContext context, HandshakeRequirements requirements)
    {
        var handshake = HandshakeFeature.Of(context);
        var locations = requirements.LocationsUnder(settings.Current);
        if (handshake.Find(requirements, locations) is { } made)
        {
            return new(made);
        }

        if (handshake.Request.IsHandshake && FindFault(context, requirements) is { } fault)
        {
            Redact(context, locations);
            return new(handshake.Keep(requirements, locations, HandshakeDecision.Refused(fault)));
        }

        var deciding =
            metrics.AreValidationsMeasured || HandshakeTrace.IsListenedTo
                ? MeasureAsync(handshake.Request, requirements, context.RequestAborted)
                : authenticator.AuthenticateAsync(handshake.Request, requirements, context.RequestAborted);
        Redact(context, locations);
        return deciding.IsCompletedSuccessfully
            ? new(handshake.Keep(requirements, locations, deciding.Result))
            : AwaitAsync(deciding, handshake, requirements, locations);
    }

    /// <summary>Decides about the first message of a socket that was accepted without a credential.</summary>
    public ValueTask<HandshakeDecision> DecideAsync(
        HttpContext context,
        HandshakeRequirements requirements,
        ReadOnlyMemory<byte> firstMessage
    ) =>
        authenticator.AuthenticateFirstMessageAsync(
            firstMessage,
            HandshakeFeature.Of(context).Request,
            requirements,
            context.RequestAborted
        );

    /// <summary>Puts a decision in the place of the one that was made before the accept.</summary>
    public HandshakeDecision Keep(
        HttpContext context,
        HandshakeRequirements requirements,
        HandshakeDecision decision
    ) => HandshakeFeature.Of(context).Keep(requirements, requirements.LocationsUnder(settings.Current), decision);

    private Refusal? FindFault(HttpContext context, HandshakeRequirements requirements) =>
        HandshakeProtocol.FindFault(context) ?? origins.FindFault(context, requirements);

    private async ValueTask<HandshakeDecision> MeasureAsync(
        HttpHandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        using var span = HandshakeTrace.StartValidation();
        var start = clock.GetTimestamp();
        var decision = await authenticator
            .AuthenticateAsync(request, requirements, cancellationToken)
            .ConfigureAwait(false);
        metrics.MeasureValidation(decision, clock.GetElapsedTime(start));
        HandshakeTrace.Describe(span, decision);
        return decision;
    }

    private static async ValueTask<HandshakeDecision> AwaitAsync(
        ValueTask<HandshakeDecision> deciding,
        HandshakeFeature handshake,
        HandshakeRequirements requirements,
        CredentialLocations locations
    ) => handshake.Keep(requirements, locations, await deciding.ConfigureAwait(false));

    private void Redact(HttpContext context, CredentialLocations locations)
    {
        CredentialRedaction.ApplyToSubProtocols(context);

        // Also at an endpoint that does not read the query: where the application switched it on, a credential may stand in any URL.
        var isTokenRead = settings.Current.Query.AccessToken || locations.HasFlag(CredentialLocations.QueryAccessToken);
        CredentialRedaction.ApplyToQuery(context, isTokenRead, locations.HasFlag(CredentialLocations.QueryTicket));
    }
}
