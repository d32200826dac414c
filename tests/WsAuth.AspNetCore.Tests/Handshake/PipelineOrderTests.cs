using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>WsAuth decides before the application's <c>UseWebSockets</c> has run, and leaves that its own work.</summary>
public sealed class PipelineOrderTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task A_handshake_is_recognised_where_UseWebSockets_has_not_run_yet()
    {
        var hadFeature = true;
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.Use(
                    (context, next) =>
                    {
                        hadFeature = context.Features.Get<IHttpWebSocketFeature>() is not null;
                        return next(context);
                    }
                );
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: _variables
        );

        var refused = await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.False(hadFeature);
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), (refused.Status, refused.Reason));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.All(
            host.Logs.Handshakes,
            line => Assert.StartsWith("WebSocket handshake", line.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task AllowedOrigins_of_UseWebSockets_keeps_working_behind_RequireWsAuth()
    {
        await using var host = await StartAsync(app =>
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt)
        );

        await AssertOriginsAsync(host);
    }

    [Fact]
    public async Task AllowedOrigins_of_UseWebSockets_keeps_working_before_UseWsAuth()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWsAuth(TokenKind.Jwt);
            app.Run(EchoEndpoint.RunAsync);
        });

        await AssertOriginsAsync(host);
    }

    private static async Task AssertOriginsAsync(KestrelHost host)
    {
        var token = host.MintJwt();
        using var allowed = await host.ConnectAsync(
            "/ws",
            token,
            options => options.SetRequestHeader("Origin", "https://app.example")
        );
        var refused = await host.ConnectInVainAsync(
            "/ws",
            token,
            options => options.SetRequestHeader("Origin", "https://evil.example")
        );

        Assert.Equal("hello", await allowed.AskAsync("hello"));
        Assert.Equal((HttpStatusCode.Forbidden, "refused_elsewhere"), (refused.Status, refused.Reason));
    }

    private Task<KestrelHost> StartAsync(Action<WebApplication> map) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets(new WebSocketOptions { AllowedOrigins = { "https://app.example" } });
                map(app);
            },
            // Both pass our own list, so that what is refused is refused by the framework's.
            new Dictionary<string, string?> { ["WsAuth:Origins"] = "https://app.example https://evil.example" },
            variables: _variables
        );
}
