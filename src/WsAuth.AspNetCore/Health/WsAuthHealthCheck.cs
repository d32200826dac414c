using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Health;

/// <summary>Judges the facts. The worst finding is the status and, in a sentence, the description; all findings and the facts are the data.</summary>
internal sealed class WsAuthHealthCheck(IServiceProvider services, double? degradedAtRefusedShare) : IHealthCheck
{
    private const int LeastHandshakes = 20;

    private static readonly TimeSpan EndIsNear = TimeSpan.FromDays(7);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var facts =
                services.GetService<HealthFacts>()
                ?? throw new InvalidOperationException("Call services.AddWsAuth(…) too.");
            return await JudgeAsync(facts, context.Registration.FailureStatus, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Without the exception: its message may be that of the application's code, and hold anything.
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                $"The check itself failed: it threw {exception.GetType().Name}. Is AddWsAuth called on the services too?"
            );
        }
    }

    private async Task<HealthCheckResult> JudgeAsync(
        HealthFacts facts,
        HealthStatus failure,
        CancellationToken cancellationToken
    )
    {
        var store = await facts.AskStoreAsync(cancellationToken).ConfigureAwait(false);
        var secrets = facts.DescribeSecrets();
        var keySets = facts.DescribeKeySets();
        var kinds = facts.DescribeKinds(secrets, keySets, store);
        var recent = facts.ReadRecent();
        var revalidation = facts.FindRevalidationTrouble();
        List<HealthFinding> findings =
        [
            .. kinds.Select(Judge).OfType<HealthFinding>(),
            .. secrets.SelectMany(secret => Judge(secret, facts.Now)),
            .. keySets.Select(Judge).OfType<HealthFinding>(),
            .. Judge(store),
            .. Judge(recent),
            .. Judge(revalidation),
        ];
        var worst = findings.MinBy(finding => finding.Status);
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["environment"] = facts.EnvironmentName,
            ["findings"] = findings.ConvertAll(finding => finding.Cause),
            ["secrets"] = secrets,
            ["kinds"] = kinds,
            ["keySets"] = keySets,
            ["handshakes"] = recent,
        };
        if (store is not null)
        {
            data["store"] = store;
        }

        if (revalidation is not null)
        {
            data["revalidation"] = revalidation;
        }

        return new HealthCheckResult(
            worst is null ? HealthStatus.Healthy
                : worst.Status == HealthStatus.Unhealthy ? failure
                : worst.Status,
            worst?.Cause ?? "Every accepted kind of credential can be verified.",
            data: data
        );
    }

    private static HealthFinding? Judge(KindHealth kind) =>
        kind switch
        {
            { IsReady: false } => HealthFinding.Unhealthy(
                $"No handshake with a credential of kind {kind.Kind} can succeed: {kind.Cause}."
            ),
            { Cause: not null } => HealthFinding.Degraded(
                $"Some handshakes with a credential of kind {kind.Kind} cannot succeed: {kind.Cause}."
            ),
            _ => null,
        };

    private static IEnumerable<HealthFinding> Judge(SecretHealth secret, DateTimeOffset now)
    {
        if (secret.State == SecretHealth.Degraded)
        {
            yield return HealthFinding.Degraded(
                $"Secret '{secret.Name}' serves with its last good value {secret.Current!.Fingerprint} since {secret.FaultySince:u}: {secret.Fault}"
            );
        }
        else if (secret.State == SecretHealth.Unavailable)
        {
            yield return HealthFinding.Degraded(
                $"Secret '{secret.Name}' is unavailable since {secret.FaultySince:u}: {secret.Fault}"
            );
        }

        foreach (var key in secret.Previous.Where(key => key is { IsInUse: true, Until: not null }))
        {
            if (key.Until - now <= EndIsNear)
            {
                yield return HealthFinding.Degraded(
                    $"The previous key {key.Fingerprint} of secret '{secret.Name}' ({key.Source}) ends at {key.Until:u} and is still in use: {key.Accepted.ToString(CultureInfo.InvariantCulture)} credentials were accepted by it; let their issuers change to {secret.Current?.Fingerprint}."
                );
            }
        }
    }

    private static HealthFinding? Judge(KeySetHealth keys) =>
        keys is { KeyCount: > 0, Fault: { } fault }
            ? HealthFinding.Degraded(
                $"The keys of issuer '{keys.Name}' are those of {keys.Age?.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes ago, since {keys.FaultySince:u} {keys.Origin} gives no new ones: {fault}."
            )
            : null;

    private static IEnumerable<HealthFinding> Judge(StoreHealth? store)
    {
        if (store is { Fault: null, IsNearlyFull: true })
        {
            yield return HealthFinding.Degraded(
                $"The store of single use, {store.Name}, holds {store.Count} of {store.Capacity} ids; when it is full, what needs it is refused."
            );
        }
    }

    private static IEnumerable<HealthFinding> Judge(RevalidationTrouble? trouble)
    {
        if (trouble is not null)
        {
            yield return HealthFinding.Degraded(
                $"Open sockets cannot be revalidated: {trouble.Fault}, at {trouble.At:u}; {trouble.Count} questions failed since the last one that was answered. Sockets whose questions go on failing are closed with 1011."
            );
        }
    }

    private IEnumerable<HealthFinding> Judge(RecentCounts recent)
    {
        var (refused, total) = (recent.RefusedCount, recent.RefusedCount + recent.Accepted);
        if (degradedAtRefusedShare is { } share && total >= LeastHandshakes && refused >= share * total)
        {
            var most = recent.Refused.MaxBy(pair => pair.Value);
            yield return HealthFinding.Degraded(
                $"{refused} of the {total} handshakes of the last {RecentHandshakes.Window.TotalMinutes:0} minutes were refused, {most.Value} of them with {most.Key}."
            );
        }

        foreach (var (code, count) in recent.Refused.Where(pair => IsOurFault(pair.Key)))
        {
            yield return HealthFinding.Degraded(
                $"{count} handshakes of the last {RecentHandshakes.Window.TotalMinutes:0} minutes were refused with {code}, by a fault of the server."
            );
        }
    }

    private static bool IsOurFault(string code) =>
        ReasonCatalogue.All.Any(reason => reason.Status >= 500 && reason.Code == code);
}
