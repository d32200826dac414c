using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Registration;
using WsAuth.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that issues connection tickets.</summary>
public static class WsAuthTicketEndpointExtensions
{
    /// <summary>
    /// Maps a POST that answers a connection ticket to callers with a credential of one of these kinds: <c>{ "ticket", "expires_in", "path" }</c>.
    /// The caller names the path that the ticket is for as <c>{"path":"/ws"}</c> in the body or <c>?path=</c>; else it is <c>WsAuth:Tickets:Path</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route, for example <c>/auth/ws-ticket</c>.</param>
    /// <param name="kinds">The accepted kinds; <see cref="TokenKind.Jwt"/> where none is given. A ticket never buys a ticket.</param>
    public static IEndpointConventionBuilder MapWsAuthTickets(
        this IEndpointRouteBuilder endpoints,
        string pattern,
        params TokenKind[] kinds
    )
    {
        ArgumentNullException.ThrowIfNull(kinds);
        if (kinds.Contains(TokenKind.Ticket))
        {
            throw new ArgumentException("A ticket never buys a ticket: name another kind.", nameof(kinds));
        }

        return Map(endpoints, pattern, scheme: null).RequireWsAuth(kinds.Length == 0 ? [TokenKind.Jwt] : kinds);
    }

    /// <summary>
    /// As <see cref="MapWsAuthTickets(IEndpointRouteBuilder, string, TokenKind[])"/>, for callers whom another authentication scheme knows, for
    /// example by a cookie. The endpoint authenticates by that scheme itself; policies may be added by <c>RequireAuthorization</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="scheme">The name of the scheme, for example <c>Cookies</c>.</param>
    public static IEndpointConventionBuilder MapWsAuthTickets(
        this IEndpointRouteBuilder endpoints,
        string pattern,
        string scheme
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scheme);
        return Map(endpoints, pattern, scheme)
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = scheme });
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern, string? scheme)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var endpoint =
            endpoints.ServiceProvider.GetService<TicketEndpoint>()
            ?? throw new InvalidOperationException(
                "MapWsAuthTickets needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        endpoints.ServiceProvider.GetRequiredService<RequiredKinds>().AddTicketEndpoint(pattern, scheme);
        return endpoints
            .MapPost(pattern, context => endpoint.AnswerAsync(context, scheme))
            .WithDisplayName($"POST {pattern} (WsAuth connection tickets)");
    }
}
