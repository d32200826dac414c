using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>A handshake that left the pipeline without becoming a socket, and everything that shows who answered it.</summary>
internal sealed class LeftHandshake(HttpContext context, HandshakeObservation observation, bool isAccepted)
{
    /// <summary>The framework's own mark of a request whose endpoint authorization has looked at.</summary>
    public const string AuthorizationHasRun = "__AuthorizationMiddlewareWithEndpointInvoked";

    private const string Unhandled = "__RequestUnhandled";

    public HttpContext Context => context;

    /// <summary>Whether WsAuth had let the caller in.</summary>
    public bool IsAccepted => isAccepted;

    /// <summary>What left the pipeline, what the door saw, or what an error page was asked after.</summary>
    public Exception? Thrown { get; } = observation.Thrown ?? context.Features.Get<IExceptionHandlerFeature>()?.Error;

    /// <summary>The name of the exception's type, also of one that an error page kept for itself.</summary>
    public string? ThrownName => Thrown?.GetType().Name ?? Find(EvidenceSource.ErrorPages)?["Exception"];

    /// <summary>Why the server would not make a socket of it.</summary>
    public Exception? UpgradeFailure => observation.UpgradeFailure;

    /// <summary>Whether nobody caught the exception.</summary>
    public bool HasEscaped => observation.HasEscaped;

    public bool HasStarted => context.Response.HasStarted;

    /// <summary>The status that the client sees; the server answers what nobody caught.</summary>
    public int Status { get; } =
        observation.HasEscaped && !context.Response.HasStarted
            ? (observation.Thrown as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError
            : context.Response.StatusCode;

    /// <summary>The endpoint that was chosen, not that of an error page.</summary>
    public Endpoint? Endpoint { get; } = FindEndpoint(context, observation);

    /// <summary>Its route as the application wrote it.</summary>
    public string EndpointName =>
        Endpoint is RouteEndpoint { RoutePattern.RawText: { Length: > 0 } pattern }
            ? $"'{pattern}'"
            : $"'{Endpoint?.DisplayName ?? "unnamed"}'";

    /// <summary>Whether routing handed the request to the endpoint, so that what answered stands in it.</summary>
    public bool IsEndpointReached =>
        IsEndpointExecuted
        || (isAccepted && (observation.IsEndpointEntered || Endpoint is null || Find(EvidenceSource.Routing) is null));

    public bool IsEndpointExecuted =>
        Find(EvidenceSource.Routing, "ExecutingEndpoint") is not null
        || Find(EvidenceSource.Routing, "ShortCircuitedEndpoint") is not null;

    /// <summary>
    /// Whether authorization let the request through to an endpoint without a door, which it guards. That the scheme accepted a credential is not
    /// enough: as the default scheme it is asked of every request, before anything else.
    /// </summary>
    public bool IsLetInByScheme =>
        IsEndpointExecuted
        && context.Items.ContainsKey(AuthorizationHasRun)
        && Metadata<IAllowAnonymous>() is null
        && (
            Metadata<IAuthorizeData>() is not null
            || Metadata<AuthorizationPolicy>() is not null
            || (Endpoint is RouteEndpoint && Options<AuthorizationOptions>()?.FallbackPolicy is not null)
        );

    /// <summary>Whether nothing of the pipeline took the request: the framework's own last piece marks that.</summary>
    public bool IsUnhandled => context.Items.ContainsKey(Unhandled);

    /// <summary>Whether <c>UseWebSockets</c> ran before the end.</summary>
    public bool HasWebSockets => context.Features.Get<IHttpWebSocketFeature>() is not null;

    public bool IsHttp2 => HttpMethods.IsConnect(context.Request.Method);

    public bool IsShortCircuited =>
        Endpoint?.Metadata.Any(item => item.GetType().Name == "ShortCircuitMetadata") == true;

    public bool IsHub => Endpoint?.Metadata.Any(item => item.GetType().Name == "HubMetadata") == true;

    /// <summary>What is wrong with the handshake itself, in words; null where nothing is.</summary>
    public string? Fault => HandshakeProtocol.FindFault(context)?.Explanation;

    /// <summary>The path that was asked for, quoted, without the query.</summary>
    public string Path => ClientText.Quote(context.Request.Path.Value);

    /// <summary>The same as it came: a fallback writes the path of its file in its place.</summary>
    public string AskedPath => ClientText.Quote(FullPath.Value);

    public PathString FullPath =>
        Find(EvidenceSource.Routing, "FallbackMatch") is not null && observation.AskedPath is { } asked
            ? asked
            : context.Request.PathBase + context.Request.Path;

    public PipelineEvent? Find(EvidenceSource source, string? name = null) => observation.Evidence?.Find(source, name);

    /// <summary>Whether the handler looked whether it could upgrade by itself, as a proxy does.</summary>
    public bool HasAskedToUpgrade => observation.HasAskedToUpgrade;

    public T? Options<T>()
        where T : class, new() => Service<IOptions<T>>()?.Value;

    public T? Service<T>()
        where T : class => Service<T>(context);

    public T? Metadata<T>()
        where T : class => Endpoint?.Metadata.GetMetadata<T>();

    private static Endpoint? FindEndpoint(HttpContext context, HandshakeObservation observation)
    {
        var last = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        var match = observation.Evidence?.Events.LastOrDefault(seen =>
            seen.Source == EvidenceSource.Routing && seen.Name is "MatchSuccess" or "MatchFailure"
        );
        return match is null || match["EndpointName"] == last?.DisplayName ? last
            : match.Name == "MatchFailure" ? null
            : Service<EndpointDataSource>(context)
                ?.Endpoints.FirstOrDefault(endpoint => endpoint.DisplayName == match["EndpointName"]);
    }

    // A middleware may have put a scope of its own in the place of the request's, which is over by now.
    private static T? Service<T>(HttpContext context)
        where T : class
    {
        try
        {
            return context.RequestServices?.GetService<T>();
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }
}
