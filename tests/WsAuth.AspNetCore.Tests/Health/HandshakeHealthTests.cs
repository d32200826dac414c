using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>What the health check says of the handshakes of the last minutes, and how it is registered.</summary>
public sealed class HandshakeHealthTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task The_handshakes_of_five_minutes_are_told_by_reason()
    {
        await using var host = await StartAsync();
        await host.ConnectInVainAsync("/ws");
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");
        await host.ConnectInVainAsync("/nowhere");
        _ = host.Logs.Handshakes;

        var now = (await host.AskHealthAsync()).Data.GetProperty("handshakes");
        _clock.Advance(TimeSpan.FromMinutes(5));
        var later = (await host.AskHealthAsync()).Data.GetProperty("handshakes");

        Assert.Equal(1, now.GetProperty("Accepted").GetInt32());
        Assert.Equal(
            """{"credential_missing":1,"refused_before_authentication":1,"signature_mismatch":1}""",
            now.GetProperty("Refused").GetRawText()
        );
        Assert.Equal(0, later.GetProperty("Accepted").GetInt32());
        Assert.Equal("{}", later.GetProperty("Refused").GetRawText());
    }

    [Fact]
    public async Task Refused_clients_are_no_fault_of_the_server_unless_a_share_is_set()
    {
        await using var indifferent = await StartAsync();
        await using var strict = await StartAsync(checks => checks.AddWsAuth(degradedAtRefusedShare: 0.9));
        for (var i = 0; i < 19; i++)
        {
            await indifferent.ConnectInVainAsync("/ws");
            await strict.ConnectInVainAsync("/ws");
        }

        var few = await strict.AskHealthAsync();
        await indifferent.ConnectInVainAsync("/ws");
        await strict.ConnectInVainAsync("/ws");
        _ = strict.Logs.Handshakes;

        Assert.Equal("Healthy", few.Status);
        Assert.Equal("Healthy", (await indifferent.AskHealthAsync()).Status);
        var many = await strict.AskHealthAsync();
        Assert.Equal("Degraded", many.Status);
        Assert.Equal(
            "20 of the 20 handshakes of the last 5 minutes were refused, 20 of them with credential_missing.",
            many.Cause
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_is_above_zero_and_at_most_one(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ServiceCollection().AddHealthChecks().AddWsAuth(degradedAtRefusedShare: share)
        );

    [Fact]
    public async Task Name_tags_and_failure_status_are_the_registrations()
    {
        _variables["EDGE_SECRET"] = TestSecrets.Hex();
        using var folder = new TestFolder();
        await using var host = await HealthHost.StartAsync(
            [TokenKind.Jwt],
            new()
            {
                ["WsAuth:Secrets:jwt:Order"] = "file:" + folder.Write("jwt", TestSecrets.Hex()),
                ["WsAuth:SecretPollingInterval"] = "00:01:00",
            },
            _variables,
            _clock,
            add: checks => checks.AddWsAuth("handshakes", HealthStatus.Degraded, ["ready"])
        );
        File.Delete(Path.Combine(folder.Path, "jwt"));
        _clock.Advance(TimeSpan.FromMinutes(1));

        var report = await host
            .Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains("ready"));

        var entry = Assert.Single(report.Entries);
        Assert.Equal("handshakes", entry.Key);
        Assert.Equal(HealthStatus.Degraded, entry.Value.Status);
        Assert.StartsWith("No handshake with a credential of kind jwt can succeed", entry.Value.Description);
    }

    [Fact]
    public async Task As_the_page_shows_it_anybody_sees_one_word()
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.MapHealthChecks("/health"),
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.AddHealthChecks().AddWsAuth();
            }
        );
        using var client = new HttpClient();

        Assert.Equal("Healthy", await client.GetStringAsync(host.Http("/health")));
    }

    [Fact]
    public async Task Without_AddWsAuth_on_the_services_the_check_says_so()
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.MapHealthChecks("/health"),
            configure: builder => builder.Services.AddHealthChecks().AddWsAuth()
        );

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        var entry = Assert.Single(report.Entries).Value;
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("Is AddWsAuth called on the services too?", entry.Description);
    }

    private Task<KestrelHost> StartAsync(Action<IHealthChecksBuilder>? add = null) =>
        HealthHost.StartAsync([TokenKind.Jwt], variables: _variables, clock: _clock, add: add);
}
