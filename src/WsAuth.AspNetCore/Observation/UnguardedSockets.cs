using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// The sockets that were accepted although nobody was asked who it is: each endpoint is warned about once, and a bounded number of
/// endpoints is remembered, since without routing an endpoint is a path, which clients choose.
/// </summary>
internal sealed class UnguardedSockets
{
    internal const int MostEndpoints = 128;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Whether nobody answers for who is behind a socket that no door decided about: no other scheme, and no <c>AllowAnonymous</c>.</summary>
    public static bool IsUnguarded(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !context.User.Identities.Any(identity => identity.IsAuthenticated);

    /// <summary>Whether this is the first such socket of its endpoint.</summary>
    public bool IsToBeTold(string endpoint)
    {
        lock (_gate)
        {
            return _told.Count < MostEndpoints && _told.Add(endpoint);
        }
    }
}
