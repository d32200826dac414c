using System.Net;
using System.Net.Sockets;
using WsAuth.Client.Reconnecting;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Reconnecting.ScriptedServer;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>Against a real server whose every answer is written down.</summary>
public sealed class ReconnectingWebSocketTests
{
    private readonly ReconnectingRun _run = new();

    [Fact]
    public async Task A_server_that_goes_away_is_found_again()
    {
        await using var server = await ScriptedServer.StartAsync(Close(1001), BreakOff, EchoEndpoint.RunAsync);

        await _run.Open(server.Url).RunAsync(ReconnectingRun.AskAsync);

        Assert.Equal(3, server.Handshakes);
        Assert.Equal(
            [
                ConnectionPhase.Connecting,
                ConnectionPhase.Open,
                ConnectionPhase.Waiting,
                ConnectionPhase.Connecting,
                ConnectionPhase.Open,
                ConnectionPhase.Waiting,
                ConnectionPhase.Connecting,
                ConnectionPhase.Open,
                ConnectionPhase.Done,
            ],
            _run.States.Select(state => state.Phase)
        );
    }

    [Fact]
    public async Task A_server_that_is_done_is_left_alone()
    {
        await using var server = await ScriptedServer.StartAsync(Close(1000));
        var link = _run.Open(server.Url);

        await link.RunAsync(ReconnectingRun.ListenAsync);

        Assert.Equal((1, ConnectionPhase.Done, 1000), (server.Handshakes, link.State?.Phase, link.LastEnd?.CloseCode));
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("Fri, 20 Nov 2026 12:02:00 GMT", 120)]
    public async Task The_server_says_how_long_it_wants_to_be_left_alone(string retryAfter, double seconds)
    {
        await using var server = await ScriptedServer.StartAsync(
            Refuse(429, ("Retry-After", retryAfter)),
            EchoEndpoint.RunAsync
        );

        await _run.Open(server.Url).RunAsync(ReconnectingRun.AskAsync);

        Assert.InRange(Assert.Single(_run.Waits), seconds, seconds + 0.5);
    }

    [Theory]
    [InlineData(4429, "too_many_connections")]
    [InlineData(4408, "authentication_timeout")]
    [InlineData(1011, "unavailable")]
    public async Task A_server_that_opens_and_closes_for_an_hour_is_not_hammered(int code, string reason)
    {
        await using var server = await ScriptedServer.StartAsync(Close(code, reason));

        await RunForAnHourAsync(server.Url);

        Assert.InRange(server.Handshakes, 100, 300);
        Assert.Equal(server.Handshakes, _run.Attempts);
    }

    [Fact]
    public async Task A_session_that_ends_again_so_soon_is_told_as_the_reason_of_the_wait()
    {
        await using var server = await ScriptedServer.StartAsync(
            Close(4401, "expired_while_connected"),
            Close(4401, "expired_while_connected"),
            EchoEndpoint.RunAsync
        );

        await _run.Open(server.Url).RunAsync(ReconnectingRun.AskAsync);

        Assert.Contains(
            _run.Lines,
            line =>
                line.EndsWith(
                    " s, as it ended again so soon: closed with 4401 expired_while_connected",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_closed_port_is_not_hammered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"ws://{listener.LocalEndpoint}/ws");
        listener.Stop();

        await RunForAnHourAsync(url);

        Assert.InRange(_run.Attempts, 100, 300);
        Assert.Contains(_run.Lines, line => line.EndsWith("no answer (connection refused)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_port_of_the_provider_is_named_as_well()
    {
        using var stopping = new CancellationTokenSource();
        _run.OnWaiting = stopping.Cancel;
        var refused = new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused));
        var credentials = new CredentialProvider(_ => throw refused);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _run.Open(new Uri("ws://h/"), credentials).RunAsync(ReconnectingRun.ListenAsync, stopping.Token)
        );

        Assert.Contains(_run.Lines, line => line.EndsWith("no answer (connection refused)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_for_good_ends_the_run_and_says_what_to_do()
    {
        var attempt = new string('a', 32);
        await using var server = await ScriptedServer.StartAsync(
            Refuse(403, ("X-WsAuth-Reason", "origin_refused"), ("X-WsAuth-Attempt", attempt))
        );
        var link = _run.Open(server.Url);

        var stopped = await Assert.ThrowsAsync<ConnectionStoppedException>(() =>
            link.RunAsync(ReconnectingRun.ListenAsync)
        );

        Assert.Equal(
            $"The connection is not opened again: 403 origin_refused, attempt {attempt}. "
                + "If pages of that origin may connect, add it to WsAuth:Origins.",
            stopped.Message
        );
        Assert.Equal((HttpStatusCode.Forbidden, attempt), (stopped.End.Status, link.LastEnd?.AttemptId));
        Assert.Equal((1, ConnectionPhase.Stopped), (server.Handshakes, link.State?.Phase));
    }

    [Fact]
    public async Task What_a_stranger_puts_into_the_headers_is_not_repeated()
    {
        await using var server = await ScriptedServer.StartAsync(
            Refuse(403, ("X-WsAuth-Reason", "<b>Bearer abc</b>"), ("X-WsAuth-Attempt", "../../x"))
        );

        var stopped = await Assert.ThrowsAsync<ConnectionStoppedException>(() =>
            _run.Open(server.Url).RunAsync(ReconnectingRun.ListenAsync)
        );

        Assert.Equal((null, null), (stopped.End.Reason, stopped.End.AttemptId));
        Assert.StartsWith("The connection is not opened again: 403. ", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_session_throws_ends_the_run()
    {
        await using var server = await ScriptedServer.StartAsync(EchoEndpoint.RunAsync);

        await Assert.ThrowsAsync<FormatException>(() =>
            _run.Open(server.Url).RunAsync((_, _) => throw new FormatException())
        );

        Assert.Equal(1, server.Handshakes);
    }

    [Fact]
    public async Task The_caller_ends_a_wait()
    {
        await using var server = await ScriptedServer.StartAsync(Refuse(503));
        using var stopping = new CancellationTokenSource();
        _run.OnWaiting = stopping.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _run.Open(server.Url).RunAsync(ReconnectingRun.ListenAsync, stopping.Token)
        );

        Assert.Equal(1, server.Handshakes);
    }

    [Fact]
    public async Task The_caller_ends_a_session()
    {
        await using var server = await ScriptedServer.StartAsync(EchoEndpoint.RunAsync);
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _run.Open(server.Url)
                .RunAsync(
                    (socket, cancellationToken) =>
                    {
                        stopping.Cancel();
                        return ReconnectingRun.ListenAsync(socket, cancellationToken);
                    },
                    stopping.Token
                )
        );

        Assert.Equal(1, server.Handshakes);
    }

    [Fact]
    public async Task It_runs_once_at_a_time()
    {
        await using var server = await ScriptedServer.StartAsync(EchoEndpoint.RunAsync);
        var link = _run.Open(server.Url);

        await link.RunAsync(
            (_, _) => Assert.ThrowsAsync<InvalidOperationException>(() => link.RunAsync(ReconnectingRun.AskAsync))
        );
        await link.RunAsync(ReconnectingRun.AskAsync);

        Assert.Equal(2, server.Handshakes);
    }

    [Fact]
    public async Task No_line_shows_the_query()
    {
        await using var server = await ScriptedServer.StartAsync(Close(1001), EchoEndpoint.RunAsync);

        await _run.Open(server.Url).RunAsync(ReconnectingRun.AskAsync);

        Assert.All(_run.Lines, line => Assert.DoesNotContain("room", line, StringComparison.Ordinal));
        Assert.Contains(_run.Lines, line => line.EndsWith("/ws: open", StringComparison.Ordinal));
    }

    [Fact]
    public void Delays_that_would_hammer_or_never_end_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _run.Open(new("ws://h/"), null, it => it.BaseDelay = default));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _run.Open(new("ws://h/"), null, it => it.MaximumDelay = TimeSpan.FromDays(2))
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _run.Open(new("ws://h/"), null, it => it.StableAfter = default)
        );
    }

    private async Task RunForAnHourAsync(Uri url)
    {
        var end = _run.Clock.GetUtcNow().AddHours(1);
        using var stopping = new CancellationTokenSource();
        _run.OnWaiting = () =>
        {
            if (_run.Clock.GetUtcNow() >= end)
            {
                stopping.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _run.Open(url).RunAsync(ReconnectingRun.ListenAsync, stopping.Token)
        );
    }
}
