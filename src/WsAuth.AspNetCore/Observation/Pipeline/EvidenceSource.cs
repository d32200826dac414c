using Microsoft.Extensions.Logging;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>A component of the framework whose events are evidence, and which of them.</summary>
/// <param name="Category">The beginning of its logging category.</param>
/// <param name="Level">The level of the quietest event that counts.</param>
/// <param name="Events">The names of the events; empty for all.</param>
internal sealed record EvidenceSource(string Category, LogLevel Level, params string[] Events)
{
    private const string Framework = "Microsoft.AspNetCore.";

    public static readonly EvidenceSource WebSockets = Of("WebSockets.WebSocketMiddleware", LogLevel.Debug);

    public static readonly EvidenceSource HostFiltering = Of(
        "HostFiltering",
        LogLevel.Debug,
        "NoAllowedHostMatched",
        "RequestRejectedMissingHost"
    );

    public static readonly EvidenceSource Cors = Of("Cors.Infrastructure", LogLevel.Debug, "IsPreflightRequest");

    public static readonly EvidenceSource RateLimiting = Of(
        "RateLimiting",
        LogLevel.Debug,
        "RequestRejectedLimitsExceeded"
    );

    public static readonly EvidenceSource HttpsRedirection = Of("HttpsPolicy", LogLevel.Debug, "RedirectingToHttps");

    public static readonly EvidenceSource Timeouts = Of("Http.Timeouts", LogLevel.Warning, "TimeoutExceptionHandled");

    public static readonly EvidenceSource Authorization = Of(
        "Authorization.DefaultAuthorizationService",
        LogLevel.Information,
        "UserAuthorizationFailed"
    );

    public static readonly EvidenceSource Routing = Of(
        "Routing.Endpoint",
        LogLevel.Debug,
        "MatchFailure",
        "MatchSuccess",
        "FallbackMatch",
        "ExecutingEndpoint",
        "ShortCircuitedEndpoint"
    );

    public static readonly EvidenceSource Binding = Of("Http.RequestDelegate", LogLevel.Debug);

    public static readonly EvidenceSource ModelBinding = Of(
        "Mvc.ModelBinding",
        LogLevel.Debug,
        "FoundNoValueInRequest",
        "FoundNoValueForParameterInRequest",
        "FoundNoValueForPropertyInRequest"
    );

    public static readonly EvidenceSource ModelState = Of(
        "Mvc.Infrastructure.ModelStateInvalidFilter",
        LogLevel.Debug,
        "ModelStateInvalidFilterExecuting"
    );

    public static readonly EvidenceSource Antiforgery = Of("Antiforgery", LogLevel.Information, "ValidationFailed");

    public static readonly EvidenceSource ErrorPages = Of("Diagnostics", LogLevel.Error, "UnhandledException");

    public static readonly EvidenceSource StaticFiles = Of("StaticFiles", LogLevel.Information, "FileServed");

    public static readonly EvidenceSource Hubs = Of(
        "Http.Connections.Internal.HttpConnectionDispatcher",
        LogLevel.Debug,
        "TransportNotSupported",
        "CannotChangeTransport",
        "ConnectionAlreadyActive",
        "PostNotAllowedForWebSockets"
    );

    public static readonly EvidenceSource Server = Of(
        "Server.Kestrel.Connections",
        LogLevel.Information,
        "ApplicationAbortedConnection"
    );

    /// <summary>Not a log: the framework counts challenges and forbids of every scheme, also of those written by the application.</summary>
    public static readonly EvidenceSource Schemes = new("", LogLevel.None);

    /// <summary>Those that log.</summary>
    public static readonly IReadOnlyList<EvidenceSource> Logging =
    [
        WebSockets,
        HostFiltering,
        Cors,
        RateLimiting,
        HttpsRedirection,
        Timeouts,
        Authorization,
        Routing,
        Binding,
        ModelBinding,
        ModelState,
        Antiforgery,
        ErrorPages,
        StaticFiles,
        Hubs,
        Server,
    ];

    public bool Counts(string? name) => Events.Length == 0 || Events.Contains(name ?? "", StringComparer.Ordinal);

    private static EvidenceSource Of(string category, LogLevel level, params string[] events) =>
        new(Framework + category, level, events);
}
