using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Handshakes over HTTP/2 (RFC 8441): an extended CONNECT, without Upgrade and without a key.</summary>
public sealed class Http2Tests : IDisposable
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task A_matching_token_opens_the_socket()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), OverHttp2, _invoker);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.StartsWith(
            "WebSocket handshake accepted",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_lean_door_takes_it_too()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWsAuth(TokenKind.Jwt);
            app.Run(EchoEndpoint.RunAsync);
        });

        using var socket = await host.ConnectAsync("/anywhere", host.MintJwt(), OverHttp2, _invoker);
        var refusal = await host.ConnectInVainAsync("/anywhere", null, OverHttp2, _invoker);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("credential_missing", refusal.Reason);
    }

    [Fact]
    public async Task Another_servers_token_is_refused()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA", OverHttp2, _invoker);

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), (refusal.Status, refusal.Reason));
        Assert.NotNull(refusal.AttemptId);
    }

    [Fact]
    public async Task Another_version_is_refused_without_the_headers_that_HTTP2_forbids()
    {
        await using var host = await StartAsync();
        using var request = Request(host, HttpMethod.Connect);
        request.Headers.Protocol = "websocket";
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "8");

        using var answer = await _invoker.SendAsync(request, default);

        await AssertUpgradeAsync(host, answer, "version_unsupported");
    }

    [Fact]
    public async Task A_handshake_that_a_hop_turned_into_a_GET_is_named()
    {
        await using var host = await StartAsync();
        using var request = Request(host, HttpMethod.Get);
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");

        using var answer = await _invoker.SendAsync(request, default);

        await AssertUpgradeAsync(host, answer, "upgrade_missing");
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task AssertUpgradeAsync(KestrelHost host, HttpResponseMessage answer, string reason)
    {
        LeakWatch.Observe(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.UpgradeRequired, new Version(2, 0)), (answer.StatusCode, answer.Version));
        Assert.Equal(reason, Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Equal("13", Assert.Single(answer.Headers.GetValues("Sec-WebSocket-Version")));
        Assert.Empty(answer.Headers.Upgrade);
        Assert.Empty(answer.Headers.Connection);

        // Kestrel takes them out where someone sets them, and warns.
        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Name == "InvalidResponseHeaderRemoved");
    }

    private static void OverHttp2(ClientWebSocketOptions options)
    {
        options.HttpVersion = HttpVersion.Version20;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }

    private static HttpRequestMessage Request(KestrelHost host, HttpMethod method)
    {
        var request = new HttpRequestMessage(method, host.Http("/ws"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.MintJwt());
        return request;
    }

    private Task<KestrelHost> StartAsync(Action<WebApplication>? map = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                (map ?? (it => it.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt)))(app);
            },
            configure: builder =>
            {
                builder.WebHost.ConfigureKestrel(options =>
                    options.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)
                );
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: _variables
        );
}
