using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features.Authentication;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary><c>HttpContext.User</c> of an accepted handshake, made when it is first asked for.</summary>
internal sealed class DecidedUser(HandshakeDecision decision) : IHttpAuthenticationFeature
{
    private ClaimsPrincipal? _replaced;

    public ClaimsPrincipal? User
    {
        get => _replaced ?? decision.Principal;
        set => _replaced = value;
    }
}
