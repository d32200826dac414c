using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Observation.Proxies;

/// <summary>The service behind the proxies: an echo at <c>/ws</c> for JWTs.</summary>
internal static class ProxiedService
{
    public static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
