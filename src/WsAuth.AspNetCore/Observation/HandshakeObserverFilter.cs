using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation.BadRequests;
using WsAuth.AspNetCore.Observation.Pipeline;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Puts the observer before everything else, host filtering included: it has to be the first startup filter of the services. What listens to
/// the framework begins here too, so that an application which clears its logging providers does not lose it.
/// </summary>
internal sealed class HandshakeObserverFilter(
    ILoggerFactory loggers,
    ChallengeWatch challenges,
    BadRequestObserver badRequests
) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            loggers.AddProvider(new EvidenceLoggerProvider());
            challenges.Start();
            badRequests.Start();
            app.UseMiddleware<HandshakeObserver>();
            next(app);
        };
}
