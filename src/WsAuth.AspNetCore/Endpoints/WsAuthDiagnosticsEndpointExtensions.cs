using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Registration;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints that explain refusals.</summary>
public static class WsAuthDiagnosticsEndpointExtensions
{
    /// <summary>
    /// Maps, below <paramref name="pattern"/>: <c>GET reasons</c> and <c>GET reasons/{code}</c>, the pages about refusals, as Markdown;
    /// <c>GET attempts/{id}</c>, what became of a handshake, for whoever holds its id; and <c>GET secrets</c>, how the secrets were resolved, for
    /// operators. Strangers learn of an attempt what its own answer told them; in Development, and under
    /// <see cref="WsAuthDiagnosticsOptions.OperatorPolicy"/>, everything is shown but secrets and credentials.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route that the endpoints lie below.</param>
    /// <param name="configure">Sets the options.</param>
    /// <remarks>
    /// The endpoints are open to anyone, whatever fallback policy the application has and whatever <c>RequireWsAuth</c> is put on them or a group around them:
    /// who was refused is the one who asks. The <c>type</c> of a refusal's problem details (RFC 9457 §3.1.1) becomes the page's path, unless
    /// <c>WsAuth:HelpBase</c> is set.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddWsAuth</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWsAuthDiagnostics(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/ws-auth",
        Action<WsAuthDiagnosticsOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var address =
            services.GetService<HelpAddress>()
            ?? throw new InvalidOperationException(
                "MapWsAuthDiagnostics needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        var options = new WsAuthDiagnosticsOptions();
        configure?.Invoke(options);
        var group = endpoints.MapGroup(pattern).WithMetadata(new DiagnosticsMetadata(options));
        ReasonPages.Map(group, address);
        services.GetRequiredService<AttemptEndpoint>().Map(group, options);
        services.GetRequiredService<SecretsEndpoint>().Map(group, options);
        return group;
    }
}
