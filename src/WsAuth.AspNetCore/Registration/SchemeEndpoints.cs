using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Finds the endpoints that authorize by the scheme <c>WsAuth</c> without <c>RequireWsAuth</c>: by an attribute, a policy of whatever
/// origin, the fallback policy, or because the scheme is the default one.
/// </summary>
internal sealed class SchemeEndpoints(IAuthorizationPolicyProvider policies, IAuthenticationSchemeProvider schemes)
{
    public async Task<IReadOnlyList<Endpoint>> FindAsync(IEnumerable<Endpoint> endpoints)
    {
        var isDefault =
            (await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false))?.Name
            == WsAuthDefaults.AuthenticationScheme;
        var found = new List<Endpoint>();
        foreach (var endpoint in endpoints)
        {
            if (await FindPolicyAsync(endpoint).ConfigureAwait(false) is not { } policy)
            {
                continue;
            }

            if (
                policy.AuthenticationSchemes.Contains(WsAuthDefaults.AuthenticationScheme)
                || (policy.AuthenticationSchemes.Count == 0 && isDefault)
            )
            {
                found.Add(endpoint);
            }
        }

        return found;
    }

    private async Task<AuthorizationPolicy?> FindPolicyAsync(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return null;
        }

        try
        {
            var data = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            var inline = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
            return await AuthorizationPolicy.CombineAsync(policies, data, inline).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // A policy of that name does not exist: the framework says so when the endpoint is asked for.
            return null;
        }
    }
}
