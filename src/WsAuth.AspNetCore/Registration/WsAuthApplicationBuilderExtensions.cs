using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Doors;
using WsAuth.AspNetCore.Registration;
using WsAuth.Handshake;
using WsAuth.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts WsAuth into a pipeline.</summary>
public static class WsAuthApplicationBuilderExtensions
{
    /// <summary>
    /// Decides about every WebSocket handshake that comes by: for applications without endpoint routing, or where each
    /// microsecond counts. Call it after <c>UseWebSockets</c> and before anything that accepts a socket. Plain HTTP passes untouched.
    /// </summary>
    /// <param name="app">The pipeline, or a branch of it.</param>
    /// <param name="kinds">The accepted kinds, at least one.</param>
    public static IApplicationBuilder UseWsAuth(this IApplicationBuilder app, params TokenKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(app);
        return Use(app, new HandshakeRequirements(kinds));
    }

    /// <summary>As <see cref="UseWsAuth(IApplicationBuilder, TokenKind[])"/>, with what else a door may say: locations, origins, the way to refuse.</summary>
    /// <param name="app">The pipeline, or a branch of it.</param>
    /// <param name="configure">Sets the door's options; at least <see cref="WsAuthEndpointOptions.Kinds"/>.</param>
    public static IApplicationBuilder UseWsAuth(this IApplicationBuilder app, Action<WsAuthEndpointOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WsAuthEndpointOptions();
        configure(options);
        return Use(app, options.ToRequirements());
    }

    private static IApplicationBuilder Use(IApplicationBuilder app, HandshakeRequirements requirements)
    {
        var required =
            app.ApplicationServices.GetService<RequiredKinds>()
            ?? throw new InvalidOperationException(
                "UseWsAuth needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        required.Add(requirements.Kinds, "UseWsAuth");
        return app.UseMiddleware<WsAuthMiddleware>(requirements);
    }
}
