using WsAuth.AspNetCore.Connections;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Registration;

/// <summary>What of a revalidation was begun and does not take place: nobody would notice before a socket stays open that should not.</summary>
internal sealed class RevalidationSetup(
    RegisteredServices registered,
    RevalidationQuestion question,
    WsAuthSettings settings
)
{
    private const string Setting = "WsAuth:Connections:RevalidationInterval";

    public IEnumerable<string> FindFaults()
    {
        var interval = settings.Current.Connections.RevalidationInterval;
        foreach (var type in FindStrays())
        {
            yield return $"{type.Name} is a connection revalidator that nobody asks: it is registered as a service, not by AddWsAuth(…).AddConnectionRevalidator<{type.Name}>().";
        }

        if (interval == TimeSpan.Zero && question.IsAsked)
        {
            yield return question.AsksApplication
                ? $"A connection revalidator is registered, and {Setting} is 00:00:00: it is never asked. Set an interval, or remove it."
                : $"A shared store of revocations is registered, and {Setting} is 00:00:00: what other processes revoke stays open here to the end of its session. Set an interval.";
        }
        else if (interval != new LiveConnectionOptions().RevalidationInterval && !question.IsAsked)
        {
            yield return $"{Setting} is set, and there is nothing to ask: neither a connection revalidator (AddWsAuth(…).AddConnectionRevalidator<T>()) nor a store of revocations that others write.";
        }
    }

    private IEnumerable<Type> FindStrays()
    {
        var services = registered.Services.Where(service => !service.IsKeyedService).ToList();
        var asked = services.Where(service => service.ServiceType == typeof(IConnectionRevalidator)).ToList();
        return asked.Exists(service => service.ImplementationType is null)
            ? [] // Made by code: it may well be one of them.
            : services
                .Select(service => service.ServiceType)
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(IConnectionRevalidator)))
                .Except(asked.Select(service => service.ImplementationType!));
    }
}
