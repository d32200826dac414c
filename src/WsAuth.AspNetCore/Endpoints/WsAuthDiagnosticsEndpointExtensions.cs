using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Handshake;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints that explain refusals.</summary>
public static class WsAuthDiagnosticsEndpointExtensions
{
    /// <summary>
    /// Maps <c>GET {pattern}/reasons</c>, the table of all reasons, and <c>GET {pattern}/reasons/{code}</c>, the page about one of them or about a
    /// wire class, as Markdown. Everybody may read them. The <c>type</c> of a refusal's problem details (RFC 9457 §3.1.1) is then the page's
    /// path, unless <c>WsAuth:HelpBase</c> is set.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route that the endpoints lie below.</param>
    /// <exception cref="InvalidOperationException"><c>AddWsAuth</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWsAuthDiagnostics(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/ws-auth"
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var address =
            endpoints.ServiceProvider.GetService<HelpAddress>()
            ?? throw new InvalidOperationException(
                "MapWsAuthDiagnostics needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        var group = endpoints.MapGroup(pattern);
        ReasonPages.Map(group, address);
        return group;
    }
}
