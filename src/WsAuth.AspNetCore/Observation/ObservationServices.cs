using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation.BadRequests;
using WsAuth.AspNetCore.Observation.Pipeline;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Registers what listens to framework and server on behalf of the observer.</summary>
internal static class ObservationServices
{
    public static void AddPipelineObserver(this IServiceCollection services)
    {
        services.Configure<LoggerFilterOptions>(EvidenceLoggerProvider.Filter);
        services.TryAddSingleton(provider => new ChallengeWatch(provider.GetService<IMeterFactory>()));

        // The host's own, where it has one: the server writes to that instance.
        services.TryAddSingleton(provider => new BadRequestObserver(
            provider.GetService<DiagnosticListener>() ?? new DiagnosticListener("WsAuth"),
            provider.GetRequiredService<HandshakeRecorder>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
