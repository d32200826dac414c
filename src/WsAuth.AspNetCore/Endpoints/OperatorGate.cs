using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>Whether a caller may see everything: in Development everybody, elsewhere whom the operators' policy lets in.</summary>
internal sealed class OperatorGate(
    IHostEnvironment environment,
    IAuthorizationPolicyProvider policies,
    IAuthenticationSchemeProvider schemes
)
{
    /// <summary>Asks the policy, silently: a caller whom it does not let in is not challenged.</summary>
    public async ValueTask<bool> MayPassAsync(HttpContext context, string? policyName)
    {
        if (environment.IsDevelopment())
        {
            return true;
        }

        if (policyName is null || await policies.GetPolicyAsync(policyName).ConfigureAwait(false) is not { } policy)
        {
            return false;
        }

        // Of the request's own scope, as the application's authorization handlers may be.
        var evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        return (await authorization.AuthorizeAsync(context.User, context, policy).ConfigureAwait(false)).Succeeded;
    }

    /// <summary>
    /// The scheme that authenticates operators where the policy names none, and which is not WsAuth's: then an operator's JWT counts for nothing,
    /// and whoever added that scheme later may not know. Null where the policy names its schemes.
    /// </summary>
    public async Task<string?> FindForeignDefaultAsync(string? policyName)
    {
        if (
            policyName is null
            || await policies.GetPolicyAsync(policyName).ConfigureAwait(false) is not { AuthenticationSchemes.Count: 0 }
        )
        {
            return null;
        }

        var used = (await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false))?.Name;
        return used == WsAuthDefaults.AuthenticationScheme ? null : used ?? "none at all";
    }

    /// <summary>What is wrong with the policy's name; null where nothing is.</summary>
    public async Task<string?> FindFaultAsync(string? policyName)
    {
        if (policyName is null)
        {
            return null;
        }

        if (await policies.GetPolicyAsync(policyName).ConfigureAwait(false) is not { } policy)
        {
            return $"MapWsAuthDiagnostics names the OperatorPolicy '{policyName}', and there is no such policy: add it by AddAuthorization, or correct the name.";
        }

        foreach (var scheme in policy.AuthenticationSchemes)
        {
            if (await schemes.GetSchemeAsync(scheme).ConfigureAwait(false) is null)
            {
                return $"The OperatorPolicy '{policyName}' of MapWsAuthDiagnostics names the authentication scheme '{scheme}', which is not registered.";
            }
        }

        return null;
    }
}
