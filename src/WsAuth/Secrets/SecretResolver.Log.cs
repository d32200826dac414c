using Microsoft.Extensions.Logging;

namespace WsAuth.Secrets;

public sealed partial class SecretResolver
{
    private void LogReport(SecretReport report)
    {
        LogResolved(report);
        foreach (var warning in report.Warnings)
        {
            LogWarning(warning);
        }
    }

    private void LogFaults(SecretReport report)
    {
        foreach (var secret in report.Secrets.Where(secret => secret.Fault is not null))
        {
            LogFault(
                secret.IsDegraded
                    ? $"{secret.Fault} The last good value stays in force until a usable one is there or the process ends: it does not start anew without one."
                    : secret.Fault!
            );
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "{Report}", EventName = "SecretsResolved")]
    private partial void LogResolved(SecretReport report);

    [LoggerMessage(2001, LogLevel.Warning, "{Warning}", EventName = "SecretWarning", SkipEnabledCheck = true)]
    private partial void LogWarning(string warning);

    [LoggerMessage(2002, LogLevel.Error, "{Fault}", EventName = "SecretFault")]
    private partial void LogFault(string fault);

    [LoggerMessage(
        2003,
        LogLevel.Error,
        "The changed configuration is refused and the last good one stays in force: {Fault}",
        EventName = "SecretSettingsRefused"
    )]
    private partial void LogSettingsRefused(string fault);

    [LoggerMessage(
        2004,
        LogLevel.Error,
        "The secret sources could not be read again ({Exception}); what was in force stays in force.",
        EventName = "SecretPollFailed"
    )]
    private partial void LogPollFailed(string exception);
}
