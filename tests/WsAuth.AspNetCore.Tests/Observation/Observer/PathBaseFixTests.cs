using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>The calls that the lines about path bases name, made literally in an application that makes no others.</summary>
public sealed class PathBaseFixTests
{
    private const string Calls =
        "app.UsePathBase(\"/api\"); app.UseRouting(); app.UseAuthentication(); app.UseAuthorization();";

    [Theory]
    [InlineData(false, "/ws")]
    [InlineData(true, "/api/ws")]
    public async Task The_calls_that_are_advised_open_the_socket(bool hasPathBase, string route)
    {
        await using (
            var host = await StartAsync(
                app =>
                {
                    if (hasPathBase)
                    {
                        app.UsePathBase("/api");
                        app.UseRouting();
                    }
                },
                route
            )
        )
        {
            await host.ConnectInVainAsync("/api/ws", host.MintJwt());
            Assert.Contains(Calls, Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        }

        await using var mended = await StartAsync(
            app =>
            {
                app.UsePathBase("/api");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
            },
            "/ws"
        );
        using var socket = await mended.ConnectAsync("/api/ws", mended.MintJwt());
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static Task<KestrelHost> StartAsync(Action<WebApplication> first, string route) =>
        KestrelHost.StartAsync(
            app =>
            {
                first(app);
                app.UseWebSockets();
                app.Map(route, EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
