using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using WsAuth.Client.Reconnecting;
using WsAuth.Client.Tests.Reconnecting;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using ScriptedServer = WsAuth.Client.Tests.Reconnecting.ScriptedServer;

namespace WsAuth.Client.Tests;

/// <summary>The client code of docs/clients.md, which stands here, connects.</summary>
public sealed class ClientsPageTests
{
    [Fact]
    public async Task A_token_goes_into_each_place()
    {
        await using var host = await StartAsync();
        var cancellationToken = CancellationToken.None;
        var url = host.WebSocket("/ws");
        var (text, expiresAt) = (host.MintJwt("u1"), TimeProvider.System.GetUtcNow().AddMinutes(5));
        var token = MintedToken.FromText(text, TokenKind.Jwt, expiresAt);

        await AssertOpensAsync(socket =>
        {
            socket.Options.SetCredential(token);
            return socket.ConnectAsync(url, cancellationToken);
        });
        await AssertOpensAsync(socket =>
        {
            socket.Options.AddCredentialSubProtocol(token, "chat.v1");
            return socket.ConnectAsync(url, cancellationToken);
        });
        await AssertOpensAsync(socket => socket.ConnectAsync(token.DangerousAddToQuery(url), cancellationToken));
        await AssertOpensAsync(socket => socket.ConnectWithFirstMessageAsync(url, token));
    }

    [Fact]
    public async Task A_minted_token_is_good_for_as_long_as_is_said()
    {
        await using var host = await StartAsync();
        var minter = TokenMinter.For(host.Services);
        var now = TimeProvider.System.GetUtcNow();

        var usual = minter.Jwt("u1");
        var longer = minter.Jwt("u1", content => content.Lifetime = TimeSpan.FromHours(1));

        Assert.InRange(usual.ExpiresAt!.Value - now, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(10));
        Assert.InRange(longer.ExpiresAt!.Value - now, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(70));
    }

    [Fact]
    public async Task A_provider_has_a_credential_for_each_connection()
    {
        await using var host = await StartAsync();
        var cancellationToken = CancellationToken.None;
        var url = host.WebSocket("/ws");
        var fetched = 0;

        var credentials = new CredentialProvider(stopping => FetchTokenAsync(stopping));

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, credentials, cancellationToken);

        await AssertOpensAsync(other => other.ConnectAsync(url, credentials, CredentialLocations.SubProtocol));
        Assert.Equal((WebSocketState.Open, 1), (socket.State, fetched));

        Task<MintedToken?> FetchTokenAsync(CancellationToken stopping)
        {
            stopping.ThrowIfCancellationRequested();
            fetched++;
            return Task.FromResult<MintedToken?>(TokenMinter.For(host.Services).Jwt("u1"));
        }
    }

    [Fact]
    public async Task A_provider_fetches_a_ticket_for_each_connection()
    {
        await using var host = await StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        var (url, endpoint) = (host.WebSocket("/ws"), host.Http("/auth/ws-ticket"));
        var credentials = new Answering(TokenMinter.For(host.Services).Jwt("u1"));

        var tickets = new TicketCredentialProvider(new TicketClient(http, endpoint), credentials, "/ws");

        await AssertOpensAsync(socket => socket.ConnectAsync(url, tickets, CredentialLocations.QueryTicket));
        await AssertOpensAsync(socket => socket.ConnectAsync(url, tickets, CredentialLocations.FirstMessage));
    }

    [Fact]
    public async Task A_connection_goes_through_an_invoker()
    {
        await using var host = await StartAsync();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var url = host.WebSocket("/ws");
        var credentials = new Answering(TokenMinter.For(host.Services).Jwt("u1"));

        await AssertOpensAsync(socket =>
            socket.ConnectAsync(url, credentials, CredentialLocations.AuthorizationHeader, invoker)
        );
    }

    [Fact]
    public async Task A_connection_is_opened_again()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Close(4401, "expired_while_connected"),
            ScriptedServer.Close(1000)
        );
        var (url, credentials) = (server.Url, new Answering(ReconnectingRun.SomeToken()));
        var (logger, buffer, cancellationToken) = (NullLogger.Instance, new byte[4096], CancellationToken.None);

        var link = new ReconnectingWebSocket(url, credentials, new ReconnectingOptions { Logger = logger });
        await link.RunAsync(TalkAsync, cancellationToken);

        async Task TalkAsync(ClientWebSocket socket, CancellationToken stopping)
        {
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, stopping);
            while ((await socket.ReceiveAsync(buffer, stopping)).MessageType != WebSocketMessageType.Close)
            {
                // The server has said something: it stands in the buffer.
            }
        }

        Assert.Equal((2, 1000), (server.Handshakes, link.LastEnd?.CloseCode));
        Assert.NotNull(new ReconnectingOptions { Refresh = new SessionRefresh(credentials) }.Refresh);
        Assert.Single(credentials.Forgotten);
    }

    [Fact]
    public async Task A_refusal_can_be_read()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential("undefined");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/ws"), default));

        Assert.Equal("credential_malformed", socket.GetHandshakeRefusal()?.Reason);
    }

    private static async Task AssertOpensAsync(Func<ClientWebSocket, Task> connect)
    {
        using var socket = new ClientWebSocket();
        await connect(socket);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt, TokenKind.Ticket];
                        endpoint.FirstMessage = true;
                    });
                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
