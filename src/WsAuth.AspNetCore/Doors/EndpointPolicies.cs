using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Doors;

/// <summary>Evaluates, as the authorization middleware would, what an endpoint asks of a caller who is known only now.</summary>
internal static class EndpointPolicies
{
    /// <summary>The decision as it was, or its refusal by a policy.</summary>
    public static async Task<HandshakeDecision> ApplyAsync(HttpContext context, HandshakeDecision decision)
    {
        if (
            !decision.IsAccepted
            || context.GetEndpoint()?.Metadata.GetMetadata<DeferredAuthorization>() is not { } deferred
            || await CombineAsync(context, deferred).ConfigureAwait(false) is not { } policy
        )
        {
            return decision;
        }

        // Of the request's own scope, as the application's authorization handlers may be.
        var evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        EvaluatedResult.Put(context, authenticated);
        var result = await evaluator.AuthorizeAsync(policy, authenticated, context, context).ConfigureAwait(false);
        return result.Succeeded
            ? decision
            : PolicyRefusal.Of(
                decision,
                deferred.Data,
                result.AuthorizationFailure?.FailedRequirements.Select(failed => failed.ToString()) ?? []
            );
    }

    private static async Task<AuthorizationPolicy?> CombineAsync(HttpContext context, DeferredAuthorization deferred)
    {
        var policies = context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var combined = await AuthorizationPolicy
            .CombineAsync(policies, deferred.Data, deferred.Policies)
            .ConfigureAwait(false);
        if (deferred.Requirements.Count == 0)
        {
            return combined;
        }

        var demands = new AuthorizationPolicyBuilder([]);
        demands.AddRequirements([.. deferred.Requirements]);
        return combined is null ? demands.Build() : AuthorizationPolicy.Combine(combined, demands.Build());
    }
}
