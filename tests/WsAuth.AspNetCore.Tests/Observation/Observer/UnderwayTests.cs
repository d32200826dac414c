using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Handshakes whose client, or whose handler, spoils the answer itself.</summary>
public sealed class UnderwayTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    [Situation("client leaves")]
    public async Task A_client_that_leaves_was_refused_by_nobody()
    {
        var reached = new TaskCompletionSource();
        await using var host = await StartAsync(app =>
            app.Map(
                    "/ws",
                    context =>
                    {
                        reached.SetResult();
                        return Task.Delay(Timeout.Infinite, context.RequestAborted);
                    }
                )
                .RequireWsAuth(TokenKind.Jwt)
        );
        using (var tcp = new TcpClient(host.Address.Host, host.Address.Port))
        {
            await tcp.GetStream().WriteAsync(Request(host.MintJwt()));
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        var line = Assert.Single(await LinesAsync(host));
        Assert.Equal(("refused_after_authentication", "the client"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Contains("nobody refused it", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Situation("response already started")]
    public async Task A_started_response_becomes_no_socket()
    {
        await using var host = await StartAsync(app =>
            app.Map(
                    "/ws",
                    async context =>
                    {
                        await context.Response.StartAsync();
                        await EchoEndpoint.RunAsync(context);
                    }
                )
                .RequireWsAuth(TokenKind.Jwt)
        );
        using var tcp = new TcpClient(host.Address.Host, host.Address.Port);
        await tcp.GetStream().WriteAsync(Request(host.MintJwt()));
        var head = new byte[12];
        await tcp.GetStream().ReadExactlyAsync(head);

        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(head));
        var line = Assert.Single(await LinesAsync(host));
        Assert.Equal(("handler_failed", "the handler"), (line.Values["Reason"], line.Values["Layer"]));
        Assert.Contains("The response had already started (200)", line.Message, StringComparison.Ordinal);
        Assert.Contains("Write nothing before AcceptWebSocketAsync", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Situation("bare scheme, never accepted")]
    public async Task An_endpoint_with_the_bare_scheme_is_observed_too()
    {
        await using var host = await StartAsync(app =>
            app.Map("/ws", _ => Task.CompletedTask)
                .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "WsAuth" })
        );

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt());

        Assert.Equal("refused_elsewhere", refusal.Reason);
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(("never_accepted", "the handler"), (line.Values["Reason"], line.Values["Layer"]));
    }

    private static byte[] Request(string token) =>
        Encoding.ASCII.GetBytes(
            string.Join(
                "\r\n",
                [
                    "GET /ws HTTP/1.1",
                    "Host: a",
                    $"Authorization: Bearer {token}",
                    .. HostHandshakes.HandshakeHeaders.Select(header => $"{header.Name}: {header.Value}"),
                    "",
                    "",
                ]
            )
        );

    // The server learns late that a client has gone.
    private static async Task<IReadOnlyList<RecordedEvent>> LinesAsync(KestrelHost host)
    {
        for (var i = 0; i < 500 && host.Logs.Handshakes.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        return host.Logs.Handshakes;
    }

    private Task<KestrelHost> StartAsync(Action<WebApplication> map) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                map(app);
            },
            variables: _variables
        );
}
