using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>What the host itself writes of a request before any middleware runs holds no credential.</summary>
public sealed class HostRequestLogFilterTests
{
    [Fact]
    public async Task A_query_that_a_reload_switches_on_is_not_logged_either()
    {
        await using var host = await StartAsync(isQueryRead: false);

        host.App.Configuration["WsAuth:Query:AccessToken"] = "true";
        ((IConfigurationRoot)host.App.Configuration).Reload();
        using var socket = await host.ConnectAsync($"/ws?access_token={host.MintJwt()}");

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
    }

    [Theory]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {0}\rx\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer {0}\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\n {0}\r\n\r\n")]
    [InlineData("GET /ws?access_token={0} x HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /ws%00?access_token={0} HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_request_that_the_server_cannot_parse_is_not_quoted_in_the_log(string form)
    {
        await using var host = await StartAsync(isQueryRead: true);

        // Unknown to LeakWatch: the server quotes the request in an exception of its own, which it catches.
        var credential = RandomNumberGenerator.GetHexString(64, lowercase: true);

        var answer = await SendAsync(host, form.Replace("{0}", credential, StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(
            host.Logs.All,
            entry => entry.Message.Contains(credential[..8], StringComparison.Ordinal)
        );
    }

    private static async Task<string> SendAsync(KestrelHost host, string request)
    {
        using var client = new TcpClient(host.Address.Host, host.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(limit.Token);
    }

    private Task<KestrelHost> StartAsync(bool isQueryRead) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = isQueryRead ? "true" : "false" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
