using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore;
using WsAuth.AspNetCore.Doors;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts WsAuth before an endpoint.</summary>
public static class WsAuthEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Lets only callers in whose credential is of one of these kinds. Works on WebSocket endpoints (map them by <c>Map</c>:
    /// <c>MapGet</c> refuses HTTP/2 handshakes), hubs, groups and plain HTTP endpoints, and composes with <c>RequireAuthorization</c>.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="kinds">The accepted kinds, at least one.</param>
    /// <remarks>
    /// The endpoint gets authorization metadata for the scheme <c>WsAuth</c> and is wrapped: even where <c>AllowAnonymous</c> or another
    /// scheme would let a request through, it does not reach the endpoint without an accepted credential.
    /// </remarks>
    public static TBuilder RequireWsAuth<TBuilder>(this TBuilder builder, params TokenKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => Require(builder, new HandshakeRequirements(kinds));

    /// <summary>As <see cref="RequireWsAuth{TBuilder}(TBuilder, TokenKind[])"/>, with what else an endpoint may say: locations and origins of its own.</summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="configure">Sets the endpoint's options; at least <see cref="WsAuthEndpointOptions.Kinds"/>.</param>
    public static TBuilder RequireWsAuth<TBuilder>(this TBuilder builder, Action<WsAuthEndpointOptions> configure)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WsAuthEndpointOptions();
        configure(options);
        return Require(builder, options.ToRequirements());
    }

    private static TBuilder Require<TBuilder>(TBuilder builder, HandshakeRequirements requirements)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new WsAuthMetadata(requirements);
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(metadata);
            endpoint.Metadata.Add(
                new AuthorizeAttribute { AuthenticationSchemes = WsAuthDefaults.AuthenticationScheme }
            );
            if (endpoint.RequestDelegate is { } inner)
            {
                var door =
                    endpoint.ApplicationServices.GetService<HandshakeDoor>()
                    ?? throw new InvalidOperationException(
                        "RequireWsAuth needs builder.Services.AddWsAuth(builder.Configuration)."
                    );

                // This endpoint's own, whichever endpoint the request was routed to; complete when the first request comes.
                HandshakeRequirements? requirements = null;
                bool? isOpen = null;
                endpoint.RequestDelegate = context =>
                    (isOpen ??= endpoint.Metadata.OfType<DiagnosticsMetadata>().Any())
                        ? inner(context)
                        : PassAsync(
                            door,
                            context,
                            requirements ??= endpoint.Metadata.OfType<WsAuthMetadata>().Last().Requirements,
                            inner
                        );
            }
        });
        builder.Finally(endpoint =>
        {
            // Of a group and an endpoint in it, the last one counts.
            if (IsDoorsOwn(endpoint, endpoint.Metadata.OfType<WsAuthMetadata>().Last().Requirements))
            {
                DeferredAuthorization.TakeFrom(endpoint);
            }
        });
        return builder;
    }

    private static Task PassAsync(
        HandshakeDoor door,
        HttpContext context,
        HandshakeRequirements requirements,
        RequestDelegate inner
    )
    {
        HandshakeObservation.Of(context).IsEndpointEntered = true;
        return door.PassAsync(context, requirements, inner);
    }

    // Where the socket has to be accepted before anybody can be refused, authorization must not answer first: it may run before the
    // application's UseWebSockets.
    private static bool IsDoorsOwn(EndpointBuilder endpoint, HandshakeRequirements requirements) =>
        requirements.TakesFirstMessage
        || (requirements.Refusal ?? endpoint.ApplicationServices.GetRequiredService<WsAuthSettings>().Current.Refusal)
            != RefusalMode.Http;
}
