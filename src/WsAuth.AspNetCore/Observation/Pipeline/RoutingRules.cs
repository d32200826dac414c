using Microsoft.AspNetCore.Http;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>What routing chose, or did not.</summary>
internal static class RoutingRules
{
    private const string Layer = "routing";
    private const string OtherMethods = "405 HTTP Method Not Supported";

    public static PipelineFinding? EndpointNeverRun(LeftHandshake left) =>
        left is { Thrown: InvalidOperationException, Endpoint: not null, IsEndpointReached: false }
        && left.Thrown.Source == "Microsoft.AspNetCore.Http"
            ? new(
                Layer,
                $"Routing chose {left.EndpointName}, and the pipeline, or the branch of it that took the request, ended without executing it.",
                "Let the request pass the branch (Map, MapWhen), or call UseRouting and UseEndpoints in it."
            )
            : null;

    // The endpoint that routing puts in the place of those that matched all but the method is none of the application's.
    public static PipelineFinding? WrongMethod(LeftHandshake left)
    {
        var allow = left.Context.Response.Headers.Allow.ToString();
        if (left.Status != StatusCodes.Status405MethodNotAllowed || allow.Length == 0 || !IsOtherMethods(left))
        {
            return null;
        }

        var method = ClientText.Quote(left.Context.Request.Method);
        return new(
            Layer,
            $"A route matches {left.Path}, but takes {allow} only, and this handshake is a {method} ({left.Context.Request.Protocol}).",
            left.IsHttp2
                ? "Map the endpoint with Map instead of MapGet ([HttpGet] in MVC): a handshake over HTTP/2 is a CONNECT."
                : "Map the endpoint with Map: a handshake over HTTP/1.1 is a GET, and one over HTTP/2 a CONNECT."
        );
    }

    public static PipelineFinding? ShortCircuit(LeftHandshake left) =>
        left.IsShortCircuited
            ? new(
                Layer,
                $"{left.EndpointName} is short-circuited: routing answered {left.Status} and skipped all middlewares after it, UseWebSockets and authorization included.",
                "Take the path from MapShortCircuit, or ShortCircuit from the endpoint."
            )
            : null;

    public static PipelineFinding? Fallback(LeftHandshake left) =>
        left.Find(EvidenceSource.Routing, "FallbackMatch") is not null
            ? new(
                Layer,
                $"No route matches {left.AskedPath} but the fallback {left.EndpointName}, which answered {Answer(left)}.{SimilarRoutes.Describe(left)}",
                "Correct the path in the client or the route in the application; the fallback serves pages."
            )
            : null;

    public static PipelineFinding? NoRoute(LeftHandshake left) =>
        left.IsUnhandled && left.Find(EvidenceSource.Routing, "MatchSuccess") is null
            ? new(
                Layer,
                $"No route matches {ClientText.Quote((left.Context.Request.PathBase + left.Context.Request.Path).Value)}, and no middleware took it; the answer is {left.Status}.{SimilarRoutes.Describe(left)}",
                "Correct the path in the client, the prefix that a proxy adds or takes, or the route in the application."
            )
            : null;

    private static bool IsOtherMethods(LeftHandshake left) =>
        left.Endpoint?.DisplayName == OtherMethods
        || left.Find(EvidenceSource.Routing, "MatchSuccess")?["EndpointName"] == OtherMethods;

    private static string Answer(LeftHandshake left) =>
        left.Context.Response.ContentType is { Length: > 0 } type
            ? $"{left.Status} with {ClientText.Quote(type)}"
            : $"{left.Status}";
}
