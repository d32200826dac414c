using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Doors;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Asks the endpoint's policies about the principal of a refresh, as they were asked about that of the handshake. They see a request that has only
/// the path, the endpoint and the user: the one that became the socket is its handler's.
/// </summary>
internal sealed class RefreshPolicies(IServiceScopeFactory scopes)
{
    public async ValueTask<HandshakeDecision> ApplyAsync(Endpoint? endpoint, string path, HandshakeDecision decision)
    {
        // What is deferred stands on an endpoint that is made anonymous for that.
        var deferred = endpoint?.Metadata.GetMetadata<DeferredAuthorization>();
        if (endpoint is null || (deferred is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
        {
            return decision;
        }

        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        var asked = deferred?.Data ?? endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policy = await AuthorizationPolicy
            .CombineAsync(
                services.GetRequiredService<IAuthorizationPolicyProvider>(),
                asked,
                deferred?.Policies ?? endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>()
            )
            .ConfigureAwait(false);
        List<IAuthorizationRequirement> demands =
        [
            .. policy?.Requirements ?? [],
            .. deferred?.Requirements
                ?? endpoint
                    .Metadata.GetOrderedMetadata<IAuthorizationRequirementData>()
                    .SelectMany(data => data.GetRequirements()),
        ];
        if (demands.Count == 0)
        {
            return decision;
        }

        var principal = await services
            .GetRequiredService<IClaimsTransformation>()
            .TransformAsync(decision.Principal)
            .ConfigureAwait(false);
        var request = new DefaultHttpContext { RequestServices = services, User = principal };
        request.Request.Path = path;
        request.SetEndpoint(endpoint);
        var result = await services
            .GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(principal, request, demands)
            .ConfigureAwait(false);
        return result.Succeeded
            ? decision
            : PolicyRefusal.Of(
                decision,
                [.. asked],
                result.Failure?.FailedRequirements.Select(failed => failed.ToString()) ?? []
            );
    }
}
