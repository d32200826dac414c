using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Puts the observer before everything else, host filtering included: it has to be the first startup filter of the services.</summary>
internal sealed class HandshakeObserverFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.UseMiddleware<HandshakeObserver>();
            next(app);
        };
}
