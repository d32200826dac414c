using Microsoft.Extensions.DependencyInjection;

namespace WsAuth.AspNetCore.Registration;

/// <summary>What the application has registered, to find at start what is registered and not used.</summary>
internal sealed record RegisteredServices(IServiceCollection Services);
