using System.Security.Claims;
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
        )
        {
            return;
        }

        context.Features.Set<IHttpAuthenticationFeature>(new DecidedUser(decision));
    }

    public ClaimsPrincipal? User
    {
        get => _replaced ?? decision.Principal;
        set => _replaced = value;
    }
}
