using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Authorization, and the schemes that it challenges.</summary>
internal static class AuthorizationRules
{
    public static PipelineFinding? Scheme(LeftHandshake left)
    {
        if (left.Find(EvidenceSource.Schemes) is not { } seen)
        {
            return null;
        }

        var scheme = seen[ChallengeWatch.Scheme] ?? DefaultScheme(left, seen.Name) ?? "unnamed";
        var did = seen.Name == ChallengeWatch.Challenged ? "was challenged" : "forbade it";
        if (left.IsEndpointReached)
        {
            return new(
                "the handler",
                $"{left.EndpointName} was executed, and the scheme '{scheme}' {did}{Redirected(left)}: by its handler, or by a filter around it.",
                "Look at that handler and its filters."
            );
        }

        if (!IsRefusedByPolicy(left))
        {
            return new(
                $"scheme '{scheme}'",
                $"It {did}{Redirected(left)}, and no policy asked for that: a middleware did, or an authorization service of the application's own.",
                "Look at the application's own middlewares for who calls ChallengeAsync or ForbidAsync."
            );
        }

        if (IsAskedByFallback(left))
        {
            return new(
                "authorization",
                $"{Target(left)} asks for nobody, so the application's FallbackPolicy applied: the scheme '{scheme}' {did}{Redirected(left)}.",
                left.Endpoint is null
                    ? "No endpoint was chosen for this path: correct the path or the route, then call RequireWsAuth on the endpoint."
                    : "Call RequireWsAuth on the endpoint, or AllowAnonymous where it is meant to be open."
            );
        }

        return new(
            $"scheme '{scheme}'",
            $"{Target(left)} was refused by authorization, and the scheme '{scheme}' {did}{Redirected(left)}.",
            "Call RequireWsAuth on the endpoint, and take the demand for the other scheme from it (or from its group or the default policy)."
        );
    }

    /// <summary>The framework throws where an endpoint has metadata that no middleware has looked at.</summary>
    public static PipelineFinding? MiddlewareMissing(LeftHandshake left)
    {
        if (
            left.Thrown is not InvalidOperationException { Source: "Microsoft.AspNetCore.Routing" }
            || left.Endpoint is null
        )
        {
            return null;
        }

        return left.Metadata<IAuthorizeData>() is not null && !HasRun(left, LeftHandshake.AuthorizationHasRun)
                ? Missing("UseAuthorization", left)
            : left.Metadata<ICorsMetadata>() is not null && !HasRun(left, "__CorsMiddlewareWithEndpointInvoked")
                ? Missing("UseCors", left)
            : left.Metadata<IAntiforgeryMetadata>() is { RequiresValidation: true }
            && !HasRun(left, "__AntiforgeryMiddlewareWithEndpointInvoked")
                ? Missing("UseAntiforgery", left)
            : null;
    }

    /// <summary>A policy said no, and nothing was challenged: no default scheme, or a result handler of the application's own.</summary>
    public static PipelineFinding? NobodyToChallenge(LeftHandshake left)
    {
        if (!IsRefusedByPolicy(left) || left.IsEndpointReached)
        {
            return null;
        }

        var how = left.ThrownName is { } thrown
            ? $"there was no scheme to challenge: it threw {thrown}"
            : $"the answer was given without a challenge, as a result handler of the application's own does: {left.Status}";
        return new(
            "authorization",
            $"{Target(left)} was refused by its policy, and {how}.",
            "Call RequireWsAuth on the endpoint, or name a scheme: AddAuthentication(scheme), or AuthenticationSchemes of the policy."
        );
    }

    // Schemes are asked synchronously: the framework's provider holds them in memory.
    private static string? DefaultScheme(LeftHandshake left, string did)
    {
        if (left.Service<IAuthenticationSchemeProvider>() is not { } schemes)
        {
            return null;
        }

        var asked =
            did == ChallengeWatch.Challenged
                ? schemes.GetDefaultChallengeSchemeAsync()
                : schemes.GetDefaultForbidSchemeAsync();
        return asked.IsCompletedSuccessfully ? asked.Result?.Name : null;
    }

    // Any code may ask a policy, and take no for an answer: here the endpoint or the fallback has to have one, and the middleware to have run.
    private static bool IsRefusedByPolicy(LeftHandshake left) =>
        left.Find(EvidenceSource.Authorization) is not null
        && left.Metadata<IAllowAnonymous>() is null
        && (left.Endpoint is null || HasRun(left, "__AuthorizationMiddlewareWithEndpointInvoked"))
        && (
            left.Metadata<IAuthorizeData>() is not null
            || left.Metadata<AuthorizationPolicy>() is not null
            || left.Metadata<IAuthorizationRequirementData>() is not null
            || left.Options<AuthorizationOptions>()?.FallbackPolicy is not null
        );

    // RequireWsAuth adds its demand to the endpoint, and so does every [Authorize].
    private static bool IsAskedByFallback(LeftHandshake left) =>
        left.Metadata<IAuthorizeData>() is null
        && left.Metadata<AuthorizationPolicy>() is null
        && left.Options<AuthorizationOptions>()?.FallbackPolicy is not null;

    private static string Target(LeftHandshake left) =>
        left.Endpoint is null ? $"The path {left.Path}" : $"The endpoint {left.EndpointName}";

    // A login page's address holds the address that was asked for, query included.
    private static string Redirected(LeftHandshake left) =>
        left.Context.Response.Headers.Location.ToString() is { Length: > 0 } location
            ? $", which redirects to {ClientText.Quote(location.Split('?', '#')[0])}"
            : "";

    private static bool HasRun(LeftHandshake left, string mark) => left.Context.Items.ContainsKey(mark);

    private static PipelineFinding Missing(string call, LeftHandshake left) =>
        new(
            call,
            $"{left.EndpointName} has metadata that {call} has to look at, and it did not run between UseRouting and the endpoint.",
            $"Call app.{call}() after UseRouting and before the endpoint."
        );
}
