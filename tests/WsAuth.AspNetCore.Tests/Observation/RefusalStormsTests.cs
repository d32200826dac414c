using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>The same client that fails for the same cause is one line and a count, not a flood.</summary>
public sealed class RefusalStormsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<RefusalStorm> _counted = [];

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

    [Fact]
    public void Other_clients_causes_and_endpoints_are_told_apart()
    {
        using var storms = Storms();

        Assert.True(storms.IsToBeTold(Refused("a")));
        Assert.True(storms.IsToBeTold(Refused("b")));
        Assert.True(storms.IsToBeTold(Refused("a") with { Reason = ReasonCatalogue.TokenExpired }));
        Assert.True(storms.IsToBeTold(Refused("a") with { Endpoint = "/other" }));
        Assert.False(storms.IsToBeTold(Refused("a")));
    }

    [Fact]
    public void A_flood_of_clients_is_told_up_to_a_bound_and_counted_beyond_it()
    {
        using var storms = Storms();

        var told = Enumerable
            .Range(0, 10_000)
            .Count(i =>
                storms.IsToBeTold(
                    Refused($"client {i}") with
                    {
                        RemoteAddress = new IPAddress([10, 0, (byte)(i >> 8), (byte)i]),
                    }
                )
            );
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalStorms.MostStorms, told);
        var others = Assert.Single(_counted);
        Assert.Equal(
            (true, 10_000 - told, RefusalStorms.MostAddresses),
            (others.IsOfMany, others.Count, others.Addresses)
        );
        Assert.True(storms.IsToBeTold(Refused("new")));
    }

    [Fact]
    public void Whoever_fills_the_table_by_names_of_its_own_hides_nobody_elses_first_failure()
    {
        using var storms = Storms();
        for (var i = 0; i < 1_000; i++)
        {
            storms.IsToBeTold(Refused($"agent {i} (claimed)"));
        }

        var others = Enumerable
            .Range(0, RefusalStorms.MostStorms)
            .Count(i => storms.IsToBeTold(Refused($"10.0.{i}.1") with { RemoteAddress = new([10, 0, (byte)i, 1]) }));
        Assert.False(storms.IsToBeTold(Refused("agent 0 (claimed)")));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(RefusalStorms.MostStorms - RefusalStorms.MostStorms / RefusalStorms.Shares, others);
        Assert.Equal(
            1_001 + RefusalStorms.MostStorms,
            others + RefusalStorms.MostStorms + _counted.Sum(it => it.Count)
        );
    }

    [Fact]
    public void Whoever_names_anothers_agent_does_not_hide_its_failure()
    {
        using var storms = Storms();
        var told = Enumerable
            .Range(0, 100)
            .Select(i =>
                storms.IsToBeTold(
                    Refused("agent \"a\" (claimed)") with
                    {
                        RemoteAddress = new IPAddress([10, 0, 0, (byte)(i / 2)]),
                    }
                )
            )
            .ToList();

        Assert.Equal([true, false, true, false, true, false, true, false], told.Take(8));
        Assert.Equal(RefusalStorms.MostNetworks, told.Count(it => it));
    }

    [Fact]
    public void A_foreign_origin_is_told_once_from_wherever_its_visitors_come()
    {
        using var storms = Storms();
        var record = Refused("pages of \"https://evil.example\"") with { Reason = ReasonCatalogue.OriginRefused };

        Assert.True(storms.IsToBeTold(record));
        Assert.False(storms.IsToBeTold(record with { RemoteAddress = new IPAddress([10, 0, 0, 1]) }));
    }

    [Fact]
    public void A_sink_that_throws_ends_neither_the_process_nor_the_counting()
    {
        using var storms = Storms();
        storms.Counted = _ => throw new IOException("full");
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        // On the timer's thread.
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(storms.IsToBeTold(Refused("a")));
    }

    [Fact]
    public void The_interval_is_of_steady_time()
    {
        using var storms = Storms();
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        _clock.StepWallClock(TimeSpan.FromDays(1));
        Assert.Empty(_counted);
        _clock.StepWallClock(TimeSpan.FromDays(-2));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, Assert.Single(_counted).Count);
    }

    [Fact]
    public void What_was_counted_is_told_when_the_host_stops()
    {
        var storms = Storms();
        storms.IsToBeTold(Refused("a"));
        storms.IsToBeTold(Refused("a"));

        storms.Dispose();

        Assert.Equal(1, Assert.Single(_counted).Count);
    }

    private RefusalStorms Storms() => new(() => TimeSpan.FromMinutes(1), _clock) { Counted = _counted.Add };

    private HandshakeRecord Refused(string client) =>
        new()
        {
            AttemptId = "0",
            At = _clock.GetUtcNow(),
            IsHandshake = true,
            Endpoint = "/ws",
            Reason = ReasonCatalogue.CredentialMissing,
            Client = client,
            RemoteAddress = IPAddress.Loopback,
        };

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
