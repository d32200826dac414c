using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Registration;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint by which open sockets are prolonged.</summary>
public static class WsAuthConnectionsEndpointExtensions
{
    /// <summary>
    /// Maps, below <paramref name="pattern"/>, <c>POST connections/{id}/refresh</c>: whoever opened a socket under an attempt id of its own choice
    /// (<c>X-WsAuth-Attempt</c>, or <c>wsauth_attempt</c> in the query) prolongs it by a new credential in the <c>Authorization</c> header. Answers
    /// <c>{ "session_end", "expires_in" }</c>, or why not; 404 where no open socket has that name.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route that the endpoint lies below.</param>
    /// <remarks>The endpoint itself is open, whatever stands before a group around it: the credential is judged by what the socket's own endpoint accepts.</remarks>
    /// <exception cref="InvalidOperationException"><c>AddWsAuth</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWsAuthConnections(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/ws-auth"
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var endpoint =
            endpoints.ServiceProvider.GetService<RefreshEndpoint>()
            ?? throw new InvalidOperationException(
                "MapWsAuthConnections needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        var group = endpoints.MapGroup(pattern).WithMetadata(new DiagnosticsMetadata(new WsAuthDiagnosticsOptions()));
        endpoint.Map(group);
        return group;
    }
}
