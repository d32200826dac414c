using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WsAuth.AspNetCore.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers WsAuth's health check.</summary>
public static class WsAuthHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of what handshakes depend on: secrets, validators, issuers' keys, the store of single use. It is unhealthy where no handshake of an accepted
    /// kind can succeed, and degraded where the last good value serves, or something is about to end. Its data names secrets, sources and
    /// fingerprints: show it to operators only.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported instead of unhealthy; unhealthy where it is null.</param>
    /// <param name="tags">Tags to select checks by.</param>
    /// <param name="timeout">How long the check may take; without one it takes two seconds at most, where the store of single use does not answer.</param>
    /// <param name="degradedAtRefusedShare">
    /// The share of refused handshakes, above 0 to 1, at which the check is degraded, judged by the last five minutes where these had 20
    /// handshakes or more. Null is never: anybody who can reach the server can send handshakes that are refused.
    /// </param>
    public static IHealthChecksBuilder AddWsAuth(
        this IHealthChecksBuilder builder,
        string name = "wsauth",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        double? degradedAtRefusedShare = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (degradedAtRefusedShare is not (null or (> 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degradedAtRefusedShare),
                degradedAtRefusedShare,
                "A share is above 0 and at most 1."
            );
        }

        builder.Services.TryAddSingleton<StoreProbe>();
        builder.Services.TryAddSingleton<PreviousKeyUse>();
        builder.Services.TryAddSingleton<HealthFacts>();
        return builder.Add(
            new HealthCheckRegistration(
                name,
                provider => new WsAuthHealthCheck(provider, degradedAtRefusedShare),
                failureStatus,
                tags,
                timeout
            )
        );
    }
}
