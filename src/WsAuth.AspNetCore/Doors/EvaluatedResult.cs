using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Doors;

/// <summary>
/// The result by which the endpoint's policies were evaluated, where later code expects it: SignalR takes from it when to end a connection that is no
/// socket.
/// </summary>
internal sealed class EvaluatedResult : IAuthenticateResultFeature
{
    public AuthenticateResult? AuthenticateResult { get; set; }

    /// <summary>Puts it into the request, as the authorization middleware does.</summary>
    public static void Put(HttpContext context, AuthenticateResult result)
    {
        if (!result.Succeeded)
        {
            return;
        }

        var present = context.Features.Get<IAuthenticateResultFeature>();
        if (present is null)
        {
            context.Features.Set<IAuthenticateResultFeature>(new EvaluatedResult { AuthenticateResult = result });
        }
        else
        {
            present.AuthenticateResult = result;
        }
    }
}
