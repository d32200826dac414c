using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>A real host with this library, and with a hop before it that may take something away.</summary>
internal static class DiagnosedHost
{
    public static MintedToken Mint(KestrelHost host)
    {
        var token = TokenMinter.For(host.Services).Jwt("u1");
        LeakWatch.ProtectToken(token.DangerousGetText());
        return token;
    }

    public static Task<KestrelHost> StartAsync(
        string environment = "Production",
        string refusal = "Http",
        ManualTimeProvider? clock = null,
        Action<HttpContext>? before = null,
        Action<WebApplication>? more = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/echo", EchoEndpoint.RunAsync);
                app.Map("/all", AcceptAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/first", AcceptAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
                more?.Invoke(app);
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true", ["WsAuth:Refusal"] = refusal },
            environment,
            builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                if (before is not null)
                {
                    builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new Hop(before)));
                }
            },
            clock: clock,
            variables: new TestVariables
            {
                [environment == "Development" ? "JWT_SECRET_DEVELOPMENT" : "JWT_SECRET_KEY"] = TestSecrets.Hex(),
            }
        );

    private sealed class Hop(Action<HttpContext> change) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(following =>
                    context =>
                    {
                        change(context);
                        return following(context);
                    }
                );
                next(app);
            };
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(it => it == "chat.v1")
        );
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
