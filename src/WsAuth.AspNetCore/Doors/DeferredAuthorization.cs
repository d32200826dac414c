using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace WsAuth.AspNetCore.Doors;

/// <summary>
/// What an endpoint asks of its caller, put aside: where the credential comes in the first message, authorization before the accept would
/// see an anonymous caller and refuse. The door evaluates it as soon as it knows who is calling.
/// </summary>
internal sealed class DeferredAuthorization
{
    private DeferredAuthorization(IEnumerable<object> metadata)
    {
        var asked = metadata.ToList();
        Data = [.. asked.OfType<IAuthorizeData>()];
        Policies = [.. asked.OfType<AuthorizationPolicy>()];
        Requirements = [.. asked.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())];
    }

    public IReadOnlyList<IAuthorizeData> Data { get; }

    public IReadOnlyList<AuthorizationPolicy> Policies { get; }

    public IReadOnlyList<IAuthorizationRequirement> Requirements { get; }

    /// <summary>Moves the endpoint's demands here, when all conventions have run.</summary>
    public static void TakeFrom(EndpointBuilder endpoint)
    {
        // Who says AllowAnonymous means no policy, with every location of the credential.
        var isAnonymous = endpoint.Metadata.OfType<IAllowAnonymous>().Any();
        var asked = endpoint.Metadata.Where(IsDemand).ToList();
        foreach (var demand in asked)
        {
            endpoint.Metadata.Remove(demand);
        }

        endpoint.Metadata.Add(new DeferredAuthorization(isAnonymous ? [] : asked));

        // Without it, the application's fallback policy would be asked before the accept.
        endpoint.Metadata.Add(new AllowAnonymousAttribute());
    }

    private static bool IsDemand(object metadata) =>
        metadata is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData;
}
