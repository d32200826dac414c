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
    /// microsecond counts. Call it after <c>UseWebSockets</c>. Plain HTTP passes untouched.
    /// </summary>
    /// <param name="app">The pipeline, or a branch of it.</param>
    /// <param name="kinds">The accepted kinds, at least one.</param>
    public static IApplicationBuilder UseWsAuth(this IApplicationBuilder app, params TokenKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(app);
        var requirements = new HandshakeRequirements(kinds);
        var required =
            app.ApplicationServices.GetService<RequiredKinds>()
            ?? throw new InvalidOperationException(
                "UseWsAuth needs builder.Services.AddWsAuth(builder.Configuration)."
            );
        required.Add(requirements.Kinds, "UseWsAuth");
        return app.UseMiddleware<WsAuthMiddleware>(requirements);
    }
}
