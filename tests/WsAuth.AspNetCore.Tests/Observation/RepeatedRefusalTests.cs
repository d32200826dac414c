using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>The same client that fails for the same cause is one line and a count, not a flood.</summary>
public sealed class RepeatedRefusalTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_client_that_retries_for_ever_is_one_warning_and_a_count_for_each_interval()
    {
        await using var host = await StartAsync();
        var start = _clock.GetUtcNow();

        var attempts = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            attempts.Add((await host.ConnectInVainAsync("/ws")).AttemptId);
        }

        _ = host.Logs.Handshakes;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await host.ConnectInVainAsync("/ws");
        _ = host.Logs.Handshakes;
        _clock.Advance(TimeSpan.FromMinutes(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await host.ConnectInVainAsync("/ws");

        var loud = host.Logs.Handshakes.Where(entry => entry.Level == LogLevel.Warning).ToList();
        Assert.Equal(
            [
                "credential_missing",
                "handshake_refused_repeatedly",
                "handshake_refused_repeatedly",
                "credential_missing",
            ],
            loud.Select(entry => entry.Id.Name)
        );
        Assert.Equal(
            $"WebSocket handshake refused again: credential_missing at /ws, 4 times since {start:u}, client 127.0.0.1 from 1 address; each is logged at Debug, the last one: {ReasonCatalogue.CredentialMissing.Explanation} Looked at the Authorization header or sub-protocol. Where the client does send one, a proxy on the way, which names itself by nothing, drops Authorization or Sec-WebSocket-Protocol. Fix: {ReasonCatalogue.CredentialMissing.Fix} [last attempt {attempts[^1]}]",
            loud[1].Message
        );
        Assert.Equal("1", loud[2].Values["Count"]);
        Assert.Equal(7, host.Logs.Handshakes.Count(entry => entry.Id.Name == "credential_missing"));
    }

    [Fact]
    public async Task Who_mends_a_secret_the_wrong_way_sees_it_in_the_count()
    {
        var secret = TestSecrets.Hex();
        await using var host = await StartAsync(secret);

        await host.ConnectInVainAsync("/ws", Signed(TestSecrets.Hex(), "alice"));
        await host.ConnectInVainAsync("/ws", Signed(secret + "\n", "alice"));
        var untold = host.Logs.Handshakes[^1];
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(
            SpinWait.SpinUntil(() => host.Logs.Handshakes.Count == 3, TimeSpan.FromSeconds(20)),
            "The count was not logged."
        );

        Assert.Contains("analysis: skipped (one of many of this client", untold.Message, StringComparison.Ordinal);
        var count = host.Logs.Handshakes[^1];
        Assert.Equal(("handshake_refused_repeatedly", "\"alice\" (claimed)"), (count.Id.Name, count.Values["Client"]));
        Assert.Contains("plus a trailing line feed", count.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_a_token_that_nothing_verifies_names_is_a_client_of_its_own()
    {
        await using var host = await StartAsync();

        await host.ConnectInVainAsync("/ws", Signed(TestSecrets.Hex(), "alice"));
        await host.ConnectInVainAsync("/ws", Signed(TestSecrets.Hex(), "bob"));

        Assert.Equal([LogLevel.Warning, LogLevel.Warning], host.Logs.Handshakes.Select(entry => entry.Level));
    }

    [Fact]
    public async Task Zero_logs_each()
    {
        await using var host = await StartAsync(("WsAuth:RefusalLogInterval", "00:00:00"));

        await host.ConnectInVainAsync("/ws");
        await host.ConnectInVainAsync("/ws");

        Assert.Equal([LogLevel.Warning, LogLevel.Warning], host.Logs.Handshakes.Select(entry => entry.Level));
    }

    private string Signed(string secret, string subject) =>
        LeakWatch.ProtectToken(
            HandmadeJwt.Sign(
                """{"alg":"HS256"}""",
                $$"""{"sub":"{{subject}}","exp":{{_clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}}}""",
                Encoding.UTF8.GetBytes(secret)
            )
        );

    private Task<KestrelHost> StartAsync(string secret) => StartAsync(secret, []);

    private Task<KestrelHost> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(TestSecrets.Hex(), settings);

    private Task<KestrelHost> StartAsync(string secret, (string Name, string Value)[] settings) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            settings.ToDictionary(pair => pair.Name, pair => (string?)pair.Value),
            clock: _clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = secret }
        );
}
