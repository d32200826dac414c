using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>
/// A client that has read its refusal hangs up, and the server may learn of that while the refusal is still on its way out of the pipeline:
/// what it was refused for stays the reason. Here the pipeline is held until the server has learned of it.
/// </summary>
public sealed class LeavingClientTests
{
    [Fact]
    public async Task A_handler_that_failed_behind_an_error_page_has_failed_although_the_client_has_gone()
    {
        var line = await HangUpAsync(app =>
        {
            app.UseExceptionHandler(page => page.Run(context => context.Response.WriteAsync("sorry")));
            app.UseWebSockets();
            app.Map("/ws", _ => throw new TimeZoneNotFoundException()).RequireWsAuth(TokenKind.Jwt);
        });

        Assert.Equal(("handler_failed", "the handler"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains(
            "It threw TimeZoneNotFoundException; the answer is 500.",
            line.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_middleware_that_answered_has_refused_although_the_client_has_gone()
    {
        var line = await HangUpAsync(app =>
        {
            app.UseWebSockets();
            app.Use(
                (HttpContext context, RequestDelegate _) =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return context.Response.WriteAsync("no");
                }
            );
            app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
        });

        Assert.Equal(("refused_before_authentication", "unknown"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Contains("The answer is 403", line.Message, StringComparison.Ordinal);
    }

    private static async Task<RecordedEvent> HangUpAsync(Action<WebApplication> map)
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.Use(
                    async (context, next) =>
                    {
                        await next(context);
                        await Task.Delay(Timeout.Infinite, context.RequestAborted)
                            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                );
                map(app);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        using (var tcp = new TcpClient(host.Address.Host, host.Address.Port))
        {
            await tcp.GetStream().WriteAsync(RawHandshake.Request([("Authorization", $"Bearer {host.MintJwt()}")]));
            var head = new byte[12];
            await tcp.GetStream().ReadExactlyAsync(head);
            Assert.StartsWith("HTTP/1.1 ", Encoding.ASCII.GetString(head), StringComparison.Ordinal);
        }

        for (var i = 0; i < 500 && host.Logs.Handshakes.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        return Assert.Single(host.Logs.Handshakes);
    }
}
