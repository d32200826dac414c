using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client.Reconnecting;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>An open socket is kept going past its session's end.</summary>
public sealed class SessionRefreshTests
{
    private static readonly TimeSpan Session = TimeSpan.FromMinutes(10);

    private readonly ReconnectingRun _run = new();
    private readonly CancellationTokenSource _over = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_minute_before_each_end_a_new_token_is_sent_and_the_socket_stays_open(bool tellsSessionEnd)
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapWsAuthConnections();
            },
            new Dictionary<string, string?> { ["WsAuth:Connections:TellSessionEnd"] = $"{tellsSessionEnd}" },
            clock: _run.Clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var fetched = 0;
        var credentials = new CredentialProvider(
            _ =>
            {
                fetched++;
                var token = TokenMinter.For(host.Services).Jwt("u1", content => content.Lifetime = Session);
                LeakWatch.ProtectToken(token.DangerousGetText());
                return Task.FromResult<MintedToken?>(token);
            },
            new CredentialProviderOptions { Clock = _run.Clock }
        );

        var running = RunAsync(host.WebSocket("/ws?room=blue"), credentials);
        var live = host.Services.GetRequiredService<LiveConnections>();
        Assert.True(SpinWait.SpinUntil(() => live.Count == 1, TimeSpan.FromSeconds(30)));
        for (var count = 1; count <= 3; count++)
        {
            _run.Clock.AdvanceWhenWaitedFor(Session - TimeSpan.FromMinutes(1));
            await ReadAsync("/ws: refreshed; the session ends in 600 s", count);
        }

        Assert.Equal((4, 1), (fetched, _run.Attempts));
        Assert.Equal(WebSocketState.Open, _socket!.State);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_server_that_cannot_answer_is_asked_again_and_one_that_refuses_is_not()
    {
        var answers = new Queue<(int Status, string? RetryAfter)>([(503, "7"), (502, null), (401, null)]);
        await using var server = await StartAsync(answers);

        var running = RunAsync(server.WebSocket("/ws"), new Answering(TokenFor(Session)));
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromMinutes(9));
        await ReadAsync("not refreshed: 503");
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(7));
        await ReadAsync("not refreshed: 502");
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(10));
        await ReadAsync("not refreshed: 401 credential_invalid");
        _run.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(answers);
        Assert.Equal((1, WebSocketState.Open), (_run.Attempts, _socket!.State));
        await EndAsync(running);
    }

    [Fact]
    public async Task Where_nobody_tells_the_end_the_first_refresh_does()
    {
        await using var server = await StartAsync(new([(200, null)]));

        var running = RunAsync(server.WebSocket("/ws"), new Answering(TokenFor(null)));
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(5));

        await ReadAsync("refreshed; the session has no end");
        await EndAsync(running);
    }

    [Fact]
    public async Task A_provider_without_a_credential_is_asked_again_while_the_session_lasts()
    {
        await using var server = await StartAsync(new());

        var running = RunAsync(
            server.WebSocket("/ws"),
            new Answering(TokenFor(TimeSpan.FromSeconds(30))),
            new Answering(null)
        );
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(20));
        await ReadAsync("not refreshed: there is no credential");
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(5));
        await ReadAsync("not refreshed: there is no credential", 2);
        _run.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2, _run.Lines.Count(line => line.Contains("not refreshed", StringComparison.Ordinal)));
        await EndAsync(running);
    }

    [Fact]
    public async Task What_the_provider_throws_ends_the_refreshes_and_not_the_conversation()
    {
        await using var server = await StartAsync(new());

        var running = RunAsync(
            server.WebSocket("/ws"),
            new Answering(TokenFor(Session)),
            new CredentialProvider(_ => throw new FormatException())
        );
        _run.Clock.AdvanceWhenWaitedFor(TimeSpan.FromMinutes(9));

        await ReadAsync("not refreshed: no answer (FormatException)");
        Assert.Equal(WebSocketState.Open, _socket!.State);
        await EndAsync(running);
    }

    [Theory]
    [InlineData("wss://api.example/chat/ws?room=blue", null, "https://api.example/ws-auth/connections/1a/refresh")]
    [InlineData("ws://localhost:5000/ws", null, "http://localhost:5000/ws-auth/connections/1a/refresh")]
    [InlineData("wss://api.example/ws", "https://o.example/c/?x=1", "https://o.example/c/1a/refresh")]
    public void The_address_has_the_name_of_the_socket_and_no_query(string socket, string? connections, string address)
    {
        var refresh = new SessionRefresh(new Answering(null), connections is null ? null : new Uri(connections));

        Assert.Equal(address, refresh.AddressOf(new Uri(socket), "1a").ToString());
    }

    [Fact]
    public void An_address_that_is_none_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SessionRefresh(new Answering(null), new("wss://api.example/c")));

    private ClientWebSocket? _socket;

    private Task RunAsync(Uri url, ICredentialProvider credentials, ICredentialProvider? fresh = null) =>
        _run.Open(url, credentials, options => options.Refresh = new SessionRefresh(fresh ?? credentials))
            .RunAsync(
                (socket, cancellationToken) =>
                {
                    _socket = socket;
                    return ReconnectingRun.ListenAsync(socket, cancellationToken);
                },
                _over.Token
            );

    private async Task EndAsync(Task running)
    {
        await _over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task ReadAsync(string line, int count = 1)
    {
        for (var tries = 0; tries < 1500; tries++)
        {
            if (_run.Lines.Count(it => it.EndsWith(line, StringComparison.Ordinal)) >= count)
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail($"'{line}' was not said {count} times, but: {string.Join('\n', _run.Lines)}");
    }

    private MintedToken TokenFor(TimeSpan? lifetime) => ReconnectingRun.SomeToken(_run.Clock.GetUtcNow() + lifetime);

    private static Task<KestrelHost> StartAsync(Queue<(int Status, string? RetryAfter)> answers) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync);
                app.MapPost("/ws-auth/connections/{id}/refresh", context => AnswerAsync(context, answers.Dequeue()));
            },
            configure: _ => { }
        );

    private static Task AnswerAsync(HttpContext context, (int Status, string? RetryAfter) answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.Headers.RetryAfter = answer.RetryAfter;
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers["X-WsAuth-Reason"] = "credential_invalid";
        }

        return context.Response.WriteAsync("""{"session_end":null,"expires_in":null}""");
    }
}
