using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using WsAuth.AspNetCore.Registration;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Looks for the route that a path which none matches was probably meant for.</summary>
internal static class SimilarRoutes
{
    private const int MostSegments = 12;

    /// <summary>A sentence, begun by a space; empty where nothing is similar.</summary>
    public static string Describe(LeftHandshake left)
    {
        var routes = left.Service<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>();
        var asked = left.FullPath;
        var pathBase = new PathString(
            left.Find(EvidenceSource.Routing, "MatchFailure")?[PipelineEvidence.PathBase]
                ?? left.Context.Request.PathBase
        );
        var path = pathBase.HasValue && asked.StartsWithSegments(pathBase, out var rest) ? rest : asked;
        foreach (var route in (routes ?? []).Where(IsWritten).OrderByDescending(IsGuarded))
        {
            if (Compare(route, path, pathBase) is { } sentence)
            {
                return " " + sentence;
            }
        }

        return "";
    }

    private static string? Compare(RouteEndpoint route, PathString path, PathString pathBase)
    {
        var name = $"'{route.RoutePattern.RawText}'";
        if (Matches(route, path))
        {
            return route.Metadata.GetMetadata<IHostMetadata>() is { Hosts.Count: > 0 } hosts
                ? $"The route {name} matches the path, but asks for the host {string.Join(" or ", hosts.Hosts)}."
                : $"The route {name} matches the path but for its constraints.";
        }

        if (pathBase.HasValue && Matches(route, pathBase.Add(path)))
        {
            return $"The route {name} would match with the path base {ClientText.Quote(pathBase.Value)}, which was taken off before routing: leave UsePathBase out of the application, or take it out of the route and call {PathBaseCalls(pathBase.Value!)}";
        }

        var segments = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > MostSegments)
        {
            return null;
        }

        for (var taken = 1; taken < segments.Length; taken++)
        {
            if (Matches(route, "/" + string.Join('/', segments[taken..])))
            {
                var prefix = "/" + string.Join('/', segments[..taken]);
                return $"The route {name} would match without the prefix {ClientText.Quote(prefix)}: have the proxy take it off, or call {PathBaseCalls(prefix)}";
            }
        }

        return IsEndOf(segments, route.RoutePattern)
            ? $"The path is the end of the route {name}: a proxy may have taken the beginning off."
            : null;
    }

    // WebApplication puts these at the very beginning where they are not called: UsePathBase alone would come after routing, and UseRouting
    // alone after authorization.
    private static string PathBaseCalls(string prefix) =>
        $"app.UsePathBase({ClientText.Quote(prefix)}); app.UseRouting(); app.UseAuthentication(); app.UseAuthorization(); in this order, before all else.";

    private static bool Matches(RouteEndpoint route, PathString path) =>
        new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(path, []);

    // A pattern that begins with a parameter is similar to everything.
    private static bool IsWritten(RouteEndpoint route) =>
        route.RoutePattern.PathSegments is [{ IsSimple: true } first, ..]
        && first.Parts[0] is RoutePatternLiteralPart
        && route.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true };

    private static bool IsGuarded(RouteEndpoint route) => route.Metadata.GetMetadata<WsAuthMetadata>() is not null;

    private static bool IsEndOf(string[] segments, RoutePattern pattern)
    {
        var written = pattern.PathSegments;
        return segments.Length > 0
            && segments.Length < written.Count
            && segments
                .Zip(written.Skip(written.Count - segments.Length))
                .All(pair =>
                    pair.Second is { IsSimple: true, Parts: [RoutePatternLiteralPart literal] }
                    && literal.Content.Equals(pair.First, StringComparison.OrdinalIgnoreCase)
                );
    }
}
