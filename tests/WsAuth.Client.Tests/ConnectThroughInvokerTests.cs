using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>A provider's credential through a handler of one's own, which HTTP/2 cannot do without.</summary>
public sealed class ConnectThroughInvokerTests : IDisposable
{
    private readonly CountingHandler _handler = new();
    private readonly HttpMessageInvoker _invoker;

    public ConnectThroughInvokerTests() => _invoker = new HttpMessageInvoker(_handler);

    [Theory]
    [InlineData(CredentialLocations.AuthorizationHeader, "Authorization header")]
    [InlineData(CredentialLocations.SubProtocol, "sub-protocol")]
    [InlineData(CredentialLocations.QueryAccessToken, "query parameter access_token")]
    [InlineData(CredentialLocations.FirstMessage, "first message")]
    public async Task A_socket_opens_over_HTTP_2_with_the_credential_in_each_place(
        CredentialLocations location,
        string logged
    )
    {
        await using var host = await StartAsync();
        using var socket = Socket();

        await socket.ConnectAsync(host.WebSocket("/ws"), Provider(host), location, _invoker);

        Assert.Equal("HTTP/2", await socket.AskAsync("which?"));
        Assert.Equal(1, _handler.Requests);
        Assert.Contains(
            $"location {logged}",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task A_refusal_over_HTTP_2_can_be_read_and_the_credential_is_forgotten()
    {
        await using var host = await StartAsync();
        var forged = new Answering(MintedToken.FromText(host.MintJwt()[..^4] + "AAAA", TokenKind.Jwt));
        using var socket = Socket();

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(host.WebSocket("/ws"), forged, CredentialLocations.AuthorizationHeader, _invoker)
        );

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "credential_invalid"),
            (socket.GetHandshakeRefusal()?.Status, socket.GetHandshakeRefusal()?.Reason)
        );
        Assert.Single(forged.Forgotten);
    }

    [Fact]
    public async Task Without_a_credential_the_handler_is_not_asked()
    {
        await using var host = await StartAsync();
        using var socket = Socket();

        await Assert.ThrowsAsync<CredentialUnavailableException>(() =>
            socket.ConnectAsync(
                host.WebSocket("/ws"),
                new Answering(null),
                CredentialLocations.AuthorizationHeader,
                _invoker
            )
        );

        Assert.Equal(0, _handler.Requests);
    }

    public void Dispose() => _invoker.Dispose();

    private static Answering Provider(KestrelHost host) => new(TokenMinter.For(host.Services).Jwt("u1"));

    private static ClientWebSocket Socket()
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return socket;
    }

    private static async Task TellProtocolAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        var protocol = System.Text.Encoding.ASCII.GetBytes(context.Request.Protocol);
        await socket.SendAsync(protocol, WebSocketMessageType.Text, true, context.RequestAborted);
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", TellProtocolAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            configure: builder =>
            {
                builder.WebHost.ConfigureKestrel(kestrel =>
                    kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)
                );
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Requests++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
