using System.Net;
using Microsoft.AspNetCore.Builder;
using WsAuth.Client.Reconnecting;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>What becomes of the credential, against a server with WsAuth.</summary>
public sealed class ReconnectingCredentialTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    private readonly ReconnectingRun _run = new();
    private int _fetched;

    [Theory]
    [InlineData("Http", CredentialLocations.AuthorizationHeader)]
    [InlineData("Close", CredentialLocations.AuthorizationHeader)]
    [InlineData("Http", CredentialLocations.FirstMessage)]
    [InlineData("Close", CredentialLocations.SubProtocol)]
    public async Task A_dead_credential_is_replaced_once_and_then_nothing_is_sent_any_more(
        string refusal,
        CredentialLocations location
    )
    {
        await using var host = await StartAsync(refusal);
        var link = _run.Open(
            host.WebSocket("/ws"),
            Fetching(_ => host.MintJwt()[..^4] + "AAAA"),
            options => options.Location = location
        );

        var stopped = await Assert.ThrowsAsync<ConnectionStoppedException>(() =>
            link.RunAsync(ReconnectingRun.ListenAsync)
        );

        Assert.Equal("credential_invalid", stopped.End.Reason);
        Assert.Contains("A new credential was refused as well", stopped.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), (host.Logs.Handshakes.Count, _fetched));
        Assert.Empty(_run.Waits);
    }

    [Fact]
    public async Task A_credential_that_the_server_has_stopped_to_accept_is_replaced_at_once()
    {
        await using var host = await StartAsync();
        var provider = Fetching(fetched => fetched == 1 ? host.MintJwt()[..^4] + "AAAA" : host.MintJwt());

        await _run.Open(host.WebSocket("/ws"), provider).RunAsync(ReconnectingRun.AskAsync);

        Assert.Equal((2, 2), (host.Logs.Handshakes.Count, _fetched));
        Assert.Empty(_run.Waits);
    }

    [Fact]
    public async Task A_credential_that_is_not_at_fault_is_kept()
    {
        await using var host = await StartAsync();
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Refuse(503),
            ScriptedServer.Close(1001),
            EchoEndpoint.RunAsync
        );

        await _run.Open(server.Url, Fetching(_ => host.MintJwt())).RunAsync(ReconnectingRun.AskAsync);

        Assert.Equal((3, 1), (server.Handshakes, _fetched));
    }

    [Fact]
    public async Task A_session_that_ends_is_continued_with_a_new_credential()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Close(4401, "expired_while_connected"),
            EchoEndpoint.RunAsync
        );

        await _run.Open(server.Url, Fetching(_ => TestSecrets.Hex())).RunAsync(ReconnectingRun.AskAsync);

        Assert.Equal((2, 2), (server.Handshakes, _fetched));
        Assert.Empty(_run.Waits);
    }

    [Fact]
    public async Task An_expired_credential_is_never_sent()
    {
        await using var server = await ScriptedServer.StartAsync(EchoEndpoint.RunAsync);
        var provider = new Answering(ReconnectingRun.SomeToken(_run.Clock.GetUtcNow()));
        using var stopping = new CancellationTokenSource();
        _run.OnWaiting = stopping.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _run.Open(server.Url, provider).RunAsync(ReconnectingRun.AskAsync, stopping.Token)
        );

        Assert.Equal((0, 1), (server.Handshakes, provider.Forgotten.Count));
        Assert.Contains(_run.Lines, line => line.Contains("by this machine's clock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_signed_in_and_nothing_is_sent()
    {
        await using var server = await ScriptedServer.StartAsync(EchoEndpoint.RunAsync);

        var stopped = await Assert.ThrowsAsync<ConnectionStoppedException>(() =>
            _run.Open(server.Url, new Answering(null)).RunAsync(ReconnectingRun.AskAsync)
        );

        Assert.Equal(0, server.Handshakes);
        Assert.EndsWith("there is no credential. The provider has none: sign in first.", stopped.Message);
    }

    [Fact]
    public async Task A_login_that_is_over_stops_and_one_that_does_not_answer_is_asked_again()
    {
        var answers = new Queue<HttpStatusCode?>([
            null,
            null,
            HttpStatusCode.Unauthorized,
            HttpStatusCode.Unauthorized,
        ]);
        var provider = new CredentialProvider(_ =>
            throw new HttpRequestException("The login said no.", null, answers.Dequeue())
        );

        var stopped = await Assert.ThrowsAsync<ConnectionStoppedException>(() =>
            _run.Open(new("ws://127.0.0.1:9/"), provider).RunAsync(ReconnectingRun.AskAsync)
        );

        Assert.Equal(HttpStatusCode.Unauthorized, stopped.End.Status);
        Assert.Equal(2, _run.Waits.Count());
    }

    [Fact]
    public async Task A_defect_of_the_provider_is_not_hidden() =>
        await Assert.ThrowsAsync<FormatException>(() =>
            _run.Open(new("ws://127.0.0.1:9/"), new CredentialProvider(_ => throw new FormatException()))
                .RunAsync(ReconnectingRun.AskAsync)
        );

    [Fact]
    public async Task The_ticket_endpoint_says_how_long_to_wait()
    {
        await using var host = await StartAsync(settings: ("WsAuth:Tickets:PerPrincipal", "1"));
        var tickets = new TicketCredentialProvider(
            new TicketClient(Http, host.Http("/tickets"), _run.Clock),
            new Answering(TokenMinter.For(host.Services).Jwt("u1")),
            "/ws"
        );

        var link = _run.Open(
            host.WebSocket("/ws"),
            tickets,
            options => options.Location = CredentialLocations.QueryTicket
        );
        await link.RunAsync(ReconnectingRun.AskAsync);
        await link.RunAsync(ReconnectingRun.AskAsync);

        Assert.InRange(Assert.Single(_run.Waits), 30, 30.5);
        Assert.Equal("too_many_tickets", link.LastEnd?.Reason);
    }

    private CredentialProvider Fetching(Func<int, string> fetch) =>
        new(
            _ =>
            {
                _fetched++;
                return Task.FromResult<MintedToken?>(
                    MintedToken.FromText(fetch(_fetched), TokenKind.Jwt, _run.Clock.GetUtcNow().AddHours(2))
                );
            },
            new CredentialProviderOptions { Clock = _run.Clock }
        );

    private Task<KestrelHost> StartAsync(string refusal = "Http", (string Name, string Value)? settings = null) =>
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
                app.MapWsAuthTickets("/tickets");
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Refusal"] = refusal,
                [settings?.Name ?? "WsAuth:Jwt:Secret"] = settings?.Value ?? "jwt",
            },
            clock: _run.Clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
