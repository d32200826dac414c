using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A service with a list of origins, and handshakes of pages of some origin.</summary>
internal sealed class OriginService
{
    public const string App = "https://app.example";
    public const string Evil = "https://evil.example";

    public TestVariables Variables { get; } = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    public ManualTimeProvider Clock { get; } = new();

    public static async Task AssertRefusedAsync(KestrelHost host, string origin, string path = "/ws")
    {
        using var answer = await host.Http(path)
            .GetAsync(host.MintJwt(), [.. HostHandshakes.HandshakeHeaders, ("Origin", origin)]);
        Assert.Equal(
            (HttpStatusCode.Forbidden, "origin_refused"),
            (answer.StatusCode, answer.Headers.GetValues("X-WsAuth-Reason").Single())
        );
    }

    public static Action<ClientWebSocketOptions> From(string origin) =>
        options => options.SetRequestHeader("Origin", origin);

    public Task<KestrelHost> StartAsync(
        string? origins = null,
        Action<WebApplicationBuilder>? configure = null,
        bool any = false,
        bool forward = false,
        string[]? frameworks = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                if (forward)
                {
                    app.UseForwardedHeaders(
                        new ForwardedHeadersOptions
                        {
                            ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                        }
                    );
                }

                var webSockets = new WebSocketOptions();
                foreach (var origin in frameworks ?? [])
                {
                    webSockets.AllowedOrigins.Add(origin);
                }

                app.UseWebSockets(webSockets);
                app.UseRouting();
                app.UseAuthorization();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/admin", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.Origins = "https://admin.example";
                    });
                app.MapGet("/api", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                if (configure is not null)
                {
                    app.Map("/counted", EchoEndpoint.RunAsync).RequireWsAuth(CountingValidator.Counted);
                }
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Origins"] = origins,
                ["WsAuth:DangerousAllowAnyOrigin"] = any ? "true" : null,
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                configure?.Invoke(builder);
            },
            clock: Clock,
            variables: Variables
        );
}
