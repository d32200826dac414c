using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary><c>HttpContext.User</c> of an accepted handshake, made when it is first asked for.</summary>
internal sealed class DecidedUser(HandshakeDecision decision) : IHttpAuthenticationFeature
{
    private ClaimsPrincipal? _replaced;

    /// <summary>Puts the caller into the request. By scheme the authorization middleware has done so already; otherwise the principal is made when someone asks.</summary>
    public static void Put(HttpContext context, HandshakeDecision decision)
    {
        var present = context.Features.Get<IHttpAuthenticationFeature>();
        if (
            present is DecidedUser
            || present?.User?.Identities.Any(identity =>
                identity.AuthenticationType == HandshakeDecision.AuthenticationType
            ) == true
            || IsAnswerOfScheme(context)
        )
        {
            return;
        }

        context.Features.Set<IHttpAuthenticationFeature>(new DecidedUser(decision));
    }

    // A claims transformation may have made another identity of the scheme's, and taken claims away: that one stays.
    private static bool IsAnswerOfScheme(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Ticket: { } ticket }
        && ticket.AuthenticationScheme.Split(';').Contains(WsAuthDefaults.AuthenticationScheme);

    public ClaimsPrincipal? User
    {
        get => _replaced ?? decision.Principal;
        set => _replaced = value;
    }
}
