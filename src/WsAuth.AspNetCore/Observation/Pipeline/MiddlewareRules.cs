using System.Globalization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.RateLimiting;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Middlewares of the framework that answer by themselves, and say so.</summary>
internal static class MiddlewareRules
{
    public static PipelineFinding? HostFiltering(LeftHandshake left)
    {
        if (left.Find(EvidenceSource.HostFiltering) is not { } seen)
        {
            return null;
        }

        if (seen["Host"] is not { } host)
        {
            return new("host filtering", "The request has no Host header.", "Have the client or proxy send Host.");
        }

        var allowed = left.Options<HostFilteringOptions>()?.AllowedHosts is { Count: > 0 } hosts
            ? $" (it holds {string.Join(", ", hosts)})"
            : "";
        var name = new Microsoft.AspNetCore.Http.HostString(host).Host;
        return new(
            "host filtering",
            $"The host {ClientText.Quote(host)} is not in AllowedHosts{allowed}.",
            $"Add {ClientText.Quote(name)} to AllowedHosts, or have the proxy pass the Host that is listed."
        );
    }

    public static PipelineFinding? HttpsRedirection(LeftHandshake left) =>
        left.Find(EvidenceSource.HttpsRedirection) is null
            ? null
            : new(
                "HTTPS redirection",
                $"The request came over http, and UseHttpsRedirection answered {left.Status}; WebSocket clients do not follow redirects.",
                "Connect by wss://; behind a proxy that ends TLS call UseForwardedHeaders before UseHttpsRedirection and trust that proxy."
            );

    public static PipelineFinding? AllowedOrigins(LeftHandshake left) =>
        left.Find(EvidenceSource.WebSockets) is { } seen && seen["Origin"] is { } origin
            ? new(
                "UseWebSockets",
                $"Its AllowedOrigins do not hold {ClientText.Quote(origin)}.",
                $"Add {ClientText.Quote(origin)} to WebSocketOptions.AllowedOrigins, or leave that list empty: WsAuth:Origins guards the endpoint."
            )
            : null;

    public static PipelineFinding? RateLimiter(LeftHandshake left)
    {
        if (left.Find(EvidenceSource.RateLimiting) is null)
        {
            return null;
        }

        var policy = left.Metadata<EnableRateLimitingAttribute>()?.PolicyName is { } name
            ? $"the policy '{name}' of {left.EndpointName}, or by the global limiter"
            : "the global limiter";
        return new(
            "rate limiter",
            $"The lease was refused by {policy}; the answer is {left.Status}.",
            "Raise that limit, or exempt the endpoint by DisableRateLimiting: with a concurrency limiter every open socket holds its lease."
        );
    }

    public static PipelineFinding? RequestTimeout(LeftHandshake left) =>
        left.Find(EvidenceSource.Timeouts) is null
            ? null
            : new(
                "request timeouts",
                $"The request's time was over before the socket was accepted; the answer is {left.Status}.",
                $"Accept sooner, or exempt the endpoint by DisableRequestTimeout; {WhereItWaited(left)}"
            );

    // CORS answers preflights only: a handshake with a foreign Origin passes it.
    public static PipelineFinding? Preflight(LeftHandshake left) =>
        left.Find(EvidenceSource.Cors, "IsPreflightRequest") is null
            ? null
            : new(
                "CORS",
                $"An OPTIONS request with headers of a handshake is a preflight; it was answered {left.Status}.",
                "Open sockets by WebSocket, which sends no preflight, and not by fetch with headers of a handshake."
            );

    public static PipelineFinding? StaticFile(LeftHandshake left) =>
        left.Find(EvidenceSource.StaticFiles) is null || left.Find(EvidenceSource.Routing, "FallbackMatch") is not null
            ? null
            : new(
                "static files",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A file of the web root was served for {left.Path} ({left.Status})."
                ),
                "Give the socket a path that no file has, or call UseStaticFiles after the endpoint is reached."
            );

    private static string WhereItWaited(LeftHandshake left) =>
        left.IsEndpointReached ? "it was in its handler." : "it had not reached its handler.";
}
