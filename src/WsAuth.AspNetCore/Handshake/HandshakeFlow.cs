using Microsoft.AspNetCore.Http;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>The flow in this host: recognise the handshake, let the core decide, overwrite the credential, keep the decision for whoever asks next.</summary>
internal sealed class HandshakeFlow(HandshakeAuthenticator authenticator, WsAuthSettings settings)
{
    public ValueTask<HandshakeDecision> DecideAsync(HttpContext context, HandshakeRequirements requirements)
    {
        var handshake = HandshakeFeature.Of(context);
        if (handshake.Find(requirements) is { } made)
        {
            return new(made);
        }

        if (handshake.Request.IsHandshake && HandshakeProtocol.FindFault(context) is { } fault)
        {
            Redact(context, requirements);
            return new(handshake.Keep(requirements, HandshakeDecision.Refused(fault)));
        }

        var deciding = authenticator.AuthenticateAsync(handshake.Request, requirements, context.RequestAborted);
        Redact(context, requirements);
        return deciding.IsCompletedSuccessfully
            ? new(handshake.Keep(requirements, deciding.Result))
            : AwaitAsync(deciding, handshake, requirements);
    }

    private static async ValueTask<HandshakeDecision> AwaitAsync(
        ValueTask<HandshakeDecision> deciding,
        HandshakeFeature handshake,
        HandshakeRequirements requirements
    ) => handshake.Keep(requirements, await deciding.ConfigureAwait(false));

    private void Redact(HttpContext context, HandshakeRequirements requirements)
    {
        if (
            (requirements.Locations ?? settings.Current.AcceptedLocations()).HasFlag(
                CredentialLocations.QueryAccessToken
            )
        )
        {
            CredentialRedaction.Apply(context);
        }
    }
}
