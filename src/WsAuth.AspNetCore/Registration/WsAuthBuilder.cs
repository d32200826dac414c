using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WsAuth.AspNetCore.Connections;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>Adds to a registered WsAuth.</summary>
public sealed class WsAuthBuilder
{
    internal WsAuthBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Sets options in code, after those of the configuration section.</summary>
    public WsAuthBuilder Configure(Action<WsAuthOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Registers a validator for a kind of your own; accept the kind at an endpoint by <c>RequireWsAuth</c>.</summary>
    /// <typeparam name="T">The validator; one instance serves all requests.</typeparam>
    public WsAuthBuilder AddTokenValidator<T>()
        where T : class, ITokenValidator
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<ITokenValidator, T>());
        return this;
    }

    /// <summary>
    /// Registers a question that is asked about each open socket once per <c>WsAuth:Connections:RevalidationInterval</c>: is its caller still allowed? Of several all have to say yes.
    /// </summary>
    /// <typeparam name="T">The revalidator; made anew for each question, in a scope of its own.</typeparam>
    public WsAuthBuilder AddConnectionRevalidator<T>()
        where T : class, IConnectionRevalidator
    {
        Services.TryAddEnumerable(ServiceDescriptor.Scoped<IConnectionRevalidator, T>());
        return this;
    }

    /// <summary>Registers a source that orders refer to as <c>code:NAME</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="read">Answers the secret's text, or null where there is none. It is called at start and every polling interval: let it answer at once.</param>
    public WsAuthBuilder AddSecretSource(string name, Func<SecretRequest, string?> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        Services.AddSingleton(new CodeSecretSource(name, read));
        return this;
    }

    /// <summary>Registers a source that orders refer to as <c>code:NAME</c> and that holds a secret for each agent, for edge tokens and shared secrets.</summary>
    /// <param name="name">The name.</param>
    /// <param name="read">
    /// Answers the text of the secret of <see cref="SecretRequest.AgentId"/>, or null where there is none. It is called when an agent calls and its
    /// secret was not read since the last polling interval, by many threads at a time, also for made-up agents: let it answer from memory.
    /// </param>
    public WsAuthBuilder AddAgentSecretSource(string name, Func<SecretRequest, string?> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        Services.AddSingleton(new CodeSecretSource(name, read) { IsPerAgent = true });
        return this;
    }
}
