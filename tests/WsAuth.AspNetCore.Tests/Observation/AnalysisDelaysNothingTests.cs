using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>The mismatch analysis takes as long as it likes: neither the answer nor the connection's next request waits for it, only the log event does.</summary>
public sealed class AnalysisDelaysNothingTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HeldVariables _held = new(new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() });

    [Fact]
    public async Task The_answer_and_the_connections_next_requests_come_while_the_analysis_hangs()
    {
        await using var host = await StartAsync();
        using var connection = new RawHttpConnection(host.Address);

        var refused = await HandshakeAsync(connection, Forged(host));
        await _held.Reached.WaitAsync(TimeSpan.FromMinutes(1));
        var next = await connection.AskAsync("GET /open HTTP/1.1");
        var refusedAgain = await HandshakeAsync(connection, Forged(host));
        var accepted = await HandshakeAsync(connection, host.MintJwt());

        Assert.StartsWith("HTTP/1.1 401", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", next, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", refusedAgain, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101", accepted, StringComparison.Ordinal);
        Assert.DoesNotContain(WrittenSoFar(host), entry => entry.Values.ContainsKey("Reason"));

        _held.Release();

        var lines = await RefusalsAsync(host, 2);
        Assert.All(
            lines,
            line =>
                Assert.Contains(
                    "Signed with another value than the one visible here",
                    line.Message,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal([AttemptOf(refused), AttemptOf(refusedAgain)], lines.Select(line => line.Values["AttemptId"]));
    }

    [Fact]
    public async Task A_refusal_that_waited_too_long_behind_another_is_told_without_its_finding()
    {
        await using var host = await StartAsync();
        using var connection = new RawHttpConnection(host.Address);

        await HandshakeAsync(connection, Forged(host));
        await _held.Reached.WaitAsync(TimeSpan.FromMinutes(1));
        var second = await HandshakeAsync(connection, Forged(host));
        _clock.Advance(TimeSpan.FromSeconds(6));
        _held.Release();

        var line = (await RefusalsAsync(host, 2))[1];
        Assert.Equal(AttemptOf(second), line.Values["AttemptId"]);
        Assert.Contains("analysis: skipped", line.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("it waited for more than 5 s", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_is_closed_while_the_analysis_hangs()
    {
        await using var host = await StartAsync("Close");
        using var socket = await host.ConnectAsync("/ws", Forged(host));

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await socket.ReceiveAsync(new byte[64], limit.Token);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        await _held.Reached.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((4401, "credential_invalid"), ((int)socket.CloseStatus!, socket.CloseStatusDescription));
        Assert.DoesNotContain(WrittenSoFar(host), entry => entry.Values.ContainsKey("Reason"));
        _held.Release();
        Assert.Equal("signature_mismatch", (await RefusalsAsync(host, 1))[0].Values["Reason"]);
    }

    public void Dispose() => _held.Dispose();

    private static string Forged(KestrelHost host) => host.MintJwt()[..^4] + "AAAA";

    private static Task<string> HandshakeAsync(RawHttpConnection connection, string token) =>
        connection.AskAsync(
            "GET /ws HTTP/1.1",
            [
                .. HostHandshakes.HandshakeHeaders.Select(header => $"{header.Name}: {header.Value}"),
                $"Authorization: Bearer {token}",
            ]
        );

    private static string AttemptOf(string answer) =>
        answer.Split("\r\n").Single(line => line.StartsWith("X-WsAuth-Attempt: ", StringComparison.OrdinalIgnoreCase))[
            18..
        ];

    // Without the wait for handshakes that are underway: one is, for as long as the analysis hangs.
    private static IReadOnlyList<RecordedEvent> WrittenSoFar(KestrelHost host)
    {
        host.Logs.IsSettled = () => true;
        return host.Logs.Handshakes;
    }

    private async Task<IReadOnlyList<RecordedEvent>> RefusalsAsync(KestrelHost host, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var refusals = WrittenSoFar(host).Where(entry => entry.Values.ContainsKey("Reason")).ToList();
            if (refusals.Count == count)
            {
                return refusals;
            }

            // The worker rests by the host's clock.
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, limit.Token);
        }
    }

    private Task<KestrelHost> StartAsync(string refusal = "Http") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/open", HttpConversation.WhoAmIAsync);
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Refusal"] = refusal,
                ["WsAuth:RefusalLogInterval"] = "00:00:00",
            },
            configure: builder =>
            {
                builder.Services.AddSingleton<IEnvironmentVariables>(_held);
                builder.Services.AddWsAuth(builder.Configuration);
            },
            clock: _clock
        );
}
