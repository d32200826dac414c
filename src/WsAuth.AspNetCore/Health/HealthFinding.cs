using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WsAuth.AspNetCore.Health;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Cause">What it is, in a sentence.</param>
internal sealed record HealthFinding(HealthStatus Status, string Cause)
{
    public static HealthFinding Unhealthy(string cause) => new(HealthStatus.Unhealthy, cause);

    public static HealthFinding Degraded(string cause) => new(HealthStatus.Degraded, cause);
}
