using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>A connection is opened with a credential in hand, and each one with what is good then.</summary>
public sealed class ConnectWithProviderTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    private readonly ManualTimeProvider _clock = new();
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Theory]
    [InlineData(CredentialLocations.AuthorizationHeader)]
    [InlineData(CredentialLocations.SubProtocol)]
    [InlineData(CredentialLocations.QueryTicket)]
    [InlineData(CredentialLocations.FirstMessage)]
    public async Task Without_a_credential_nothing_is_sent(CredentialLocations location)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"ws://{listener.LocalEndpoint}/ws?session_id=s1");
        using var socket = new ClientWebSocket();

        var fault = await Assert.ThrowsAsync<CredentialUnavailableException>(() =>
            socket.ConnectAsync(url, new Answering(null), location)
        );

        Assert.EndsWith("/ws with: its provider has none. Nothing was sent.", fault.Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
        Assert.Equal(WebSocketState.None, socket.State);
    }

    [Theory]
    [InlineData(CredentialLocations.None)]
    [InlineData(CredentialLocations.Cookie)]
    [InlineData(CredentialLocations.AuthorizationHeader | CredentialLocations.SubProtocol)]
    public async Task A_credential_goes_into_one_place(CredentialLocations location)
    {
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            socket.ConnectAsync(new Uri("ws://127.0.0.1:9/"), new Answering(null), location)
        );
    }

    [Fact]
    public async Task A_reconnect_after_the_end_of_the_first_token_has_a_new_one()
    {
        await using var host = await StartAsync();
        var provider = Minting(host);

        await AssertOpensAsync(host, provider, CredentialLocations.AuthorizationHeader);
        _clock.Advance(TimeSpan.FromHours(1));
        await AssertOpensAsync(host, provider, CredentialLocations.AuthorizationHeader);
    }

    [Fact]
    public async Task A_credential_that_the_server_refuses_is_not_presented_again()
    {
        await using var host = await StartAsync();
        var isForged = true;
        var provider = new CredentialProvider(
            _ =>
            {
                var good = host.MintJwt();
                var text = isForged ? good[..^4] + "AAAA" : good;
                return Task.FromResult<MintedToken?>(
                    MintedToken.FromText(text, TokenKind.Jwt, _clock.GetUtcNow().AddMinutes(5))
                );
            },
            new CredentialProviderOptions { Clock = _clock }
        );
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/ws"), provider));
        Assert.Equal("credential_invalid", socket.GetHandshakeRefusal()?.Reason);
        isForged = false;

        await AssertOpensAsync(host, provider, CredentialLocations.AuthorizationHeader);
    }

    [Fact]
    public async Task A_refusal_that_is_not_the_credentials_fault_keeps_it()
    {
        await using var host = await StartAsync();
        var provider = new Answering(TokenMinter.For(host.Services).Jwt("u1"));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://elsewhere.example");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.WebSocket("/ws"), provider));

        Assert.Equal(HttpStatusCode.Forbidden, socket.GetHandshakeRefusal()?.Status);
        Assert.Empty(provider.Forgotten);
    }

    [Theory]
    [InlineData(CredentialLocations.QueryTicket)]
    [InlineData(CredentialLocations.SubProtocol)]
    public async Task Each_connection_has_a_ticket_of_its_own(CredentialLocations location)
    {
        await using var host = await StartAsync();
        var tickets = new TicketCredentialProvider(Tickets(host), Minting(host), "/ws");

        await AssertOpensAsync(host, tickets, location);
        await AssertOpensAsync(host, tickets, location);
    }

    [Fact]
    public async Task Nobody_asks_for_a_ticket_without_a_credential_and_a_refused_one_is_forgotten()
    {
        await using var host = await StartAsync();
        Assert.Null(await new TicketCredentialProvider(Tickets(host), new Answering(null)).GetAsync());
        Assert.Empty(host.Logs.Handshakes);

        var forged = new Answering(MintedToken.FromText(host.MintJwt()[..^4] + "AAAA", TokenKind.Jwt));
        await Assert.ThrowsAsync<TicketRefusedException>(async () =>
            await new TicketCredentialProvider(Tickets(host), forged).GetAsync()
        );
        Assert.Single(forged.Forgotten);
    }

    private static async Task AssertOpensAsync(
        KestrelHost host,
        ICredentialProvider provider,
        CredentialLocations location
    )
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.WebSocket("/ws"), provider, location);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static TicketClient Tickets(KestrelHost host) => new(Http, host.Http("/tickets"), host.Clock);

    private CredentialProvider Minting(KestrelHost host) =>
        new(
            _ => Task.FromResult<MintedToken?>(TokenMinter.For(host.Services).Jwt("u1")),
            new CredentialProviderOptions { Clock = _clock }
        );

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/tickets");
            },
            clock: _clock,
            variables: _variables
        );
}
