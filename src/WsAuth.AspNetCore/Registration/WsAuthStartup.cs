using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Runs once, when the pipeline is complete and before the server listens: every accepted kind has a validator, every secret that
/// one needs resolves, and the resolution is logged. Otherwise the host does not start.
/// </summary>
internal sealed partial class WsAuthStartup(
    RequiredKinds required,
    SchemeEndpoints schemeEndpoints,
    IAuthenticationSchemeProvider schemes,
    HandshakeAuthenticator authenticator,
    SecretResolver secrets,
    JwtIssuerDirectory issuers,
    WsAuthSettings settings,
    SettingsReport report,
    QueryCredentialsChange queryCredentials,
    OperatorGate operators,
    RevalidationQuestion revalidation,
    RevalidationSetup revalidationSetup,
    ILogger<WsAuthStartup> logger
) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            next(app);
            CheckAsync(app.ApplicationServices.GetService<EndpointDataSource>()?.Endpoints ?? [])
                .GetAwaiter()
                .GetResult();
        };

    private async Task CheckAsync(IReadOnlyList<Endpoint> endpoints)
    {
        Dictionary<string, string> foreignPolicies = new(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<DiagnosticsMetadata>() is { Options.OperatorPolicy: var policy })
            {
                if (await operators.FindFaultAsync(policy).ConfigureAwait(false) is { } fault)
                {
                    throw new InvalidOperationException(fault);
                }

                if (await operators.FindForeignDefaultAsync(policy).ConfigureAwait(false) is { } scheme)
                {
                    foreignPolicies[policy!] = scheme;
                }

                continue;
            }

            if (endpoint.Metadata.GetMetadata<WsAuthMetadata>() is { } metadata)
            {
                CheckLocations(metadata.Requirements, NameOf(endpoint));
                required.Add(metadata.Requirements.Kinds, NameOf(endpoint));
            }
        }

        foreach (var (policy, scheme) in foreignPolicies)
        {
            LogOperatorsByDefaultScheme(policy, scheme);
        }

        var bare = await schemeEndpoints
            .FindAsync(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<WsAuthMetadata>() is null))
            .ConfigureAwait(false);
        foreach (var endpoint in bare)
        {
            required.Add([TokenKind.Jwt], NameOf(endpoint));
        }

        foreach (var (kind, door) in required.All.Where(pair => !authenticator.Kinds.Contains(pair.Kind)))
        {
            throw new InvalidOperationException(
                $"{door} accepts credentials of kind '{kind}', but no ITokenValidator of that kind is registered: call AddWsAuth(…).AddTokenValidator<T>() with one, or correct the kind (registered: {string.Join(", ", authenticator.Kinds)})."
            );
        }

        await CheckTicketEndpointsAsync().ConfigureAwait(false);
        await revalidation.CheckAsync().ConfigureAwait(false);
        if (required.Accepts(TokenKind.Ticket) && settings.Current.Query.Ticket)
        {
            queryCredentials.Announce();
        }

        secrets.Start(
            required
                .All.SelectMany(pair => authenticator.SecretNamesOf(pair.Kind))
                .Distinct(StringComparer.OrdinalIgnoreCase)
        );
        if (required.All.Any(pair => pair.Kind.Equals(TokenKind.Jwt)))
        {
            issuers.Start();
        }

        Report([.. bare.Where(MayBeHandshake).Select(NameOf)]);
        ReportHubs(endpoints);
        foreach (var fault in revalidationSetup.FindFaults())
        {
            LogRevalidationOff(fault);
        }
    }

    private async Task CheckTicketEndpointsAsync()
    {
        foreach (var (door, scheme) in required.TicketEndpoints)
        {
            if (scheme is not null && await schemes.GetSchemeAsync(scheme).ConfigureAwait(false) is null)
            {
                var known = (await schemes.GetAllSchemesAsync().ConfigureAwait(false)).Select(known => known.Name);
                throw new InvalidOperationException(
                    $"{door} issues tickets to whom the authentication scheme '{scheme}' knows, and there is none of that name: register it by AddAuthentication(), or correct the name (registered: {string.Join(", ", known)})."
                );
            }
        }

        if (required.AreTicketsInVain)
        {
            LogTicketsInVain(string.Join(", ", required.TicketEndpoints.Select(it => it.Door)));
        }
    }

    // An endpoint narrows the locations: what a query or a cookie needs beside the reading (log lines, origins) hangs on the option.
    private void CheckLocations(HandshakeRequirements requirements, string endpoint)
    {
        var missing = (requirements.Locations ?? default) & ~settings.Current.AcceptedLocations();
        if (missing != default)
        {
            throw new InvalidOperationException(
                $"{endpoint} reads credentials from the {missing.Describe()}, which the options do not switch on: set WsAuth:Query:AccessToken or WsAuth:Cookie:Name, or for the first message FirstMessage in RequireWsAuth."
            );
        }
    }

    private void Report(List<string> bare)
    {
        if (bare.Count > 0)
        {
            LogBareScheme(string.Join(", ", bare));
        }

        report.Write(required.All.Select(pair => pair.Kind));
    }

    private void ReportHubs(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (HubTransports.Find(endpoint) is { } open)
            {
                LogHubTransports(HubTransports.NameOf(NameOf(endpoint)), open);
            }
        }
    }

    // A handshake is a GET or, over HTTP/2, a CONNECT; an endpoint without a list of methods takes all.
    private static bool MayBeHandshake(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 } methods
        || methods.HttpMethods.Any(method => HttpMethods.IsGet(method) || HttpMethods.IsConnect(method));

    private static string NameOf(Endpoint endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "an endpoint";

    [LoggerMessage(
        2102,
        LogLevel.Warning,
        "These endpoints authorize by the bare scheme 'WsAuth': {Endpoints}. They take a JWT in the Authorization header only, and a socket accepted there is not watched; for WebSockets call RequireWsAuth.",
        EventName = "BareScheme"
    )]
    private partial void LogBareScheme(string endpoints);

    [LoggerMessage(
        2112,
        LogLevel.Warning,
        "The hub of {Endpoint} leaves {Transports} open, to which clients fall back by themselves: what comes that way is no socket, so no limit of connections counts it, and no revocation, revalidation or session's end closes it. Allow sockets alone: MapHub<THub>(path, options => options.Transports = HttpTransportType.WebSockets); see docs/signalr.md.",
        EventName = "HubTransportsOpen"
    )]
    private partial void LogHubTransports(string endpoint, string transports);

    [LoggerMessage(2115, LogLevel.Warning, "{Finding}", EventName = "RevalidationOff")]
    private partial void LogRevalidationOff(string finding);

    [LoggerMessage(
        2111,
        LogLevel.Warning,
        "The OperatorPolicy '{Policy}' names no authentication scheme, so the default one knows the operators: {Scheme}. For JWTs of this service write AddAuthenticationSchemes(\"WsAuth\") into the policy; else name the scheme that is meant.",
        EventName = "OperatorsByDefaultScheme"
    )]
    private partial void LogOperatorsByDefaultScheme(string policy, string scheme);

    [LoggerMessage(
        2108,
        LogLevel.Warning,
        "{Doors} issues connection tickets, and no endpoint accepts them: add TokenKind.Ticket to the kinds of RequireWsAuth or UseWsAuth.",
        EventName = "TicketsInVain"
    )]
    private partial void LogTicketsInVain(string doors);
}
