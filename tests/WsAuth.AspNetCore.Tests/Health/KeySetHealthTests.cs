using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>What the health check says of issuers' keys.</summary>
public sealed class KeySetHealthTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Keys_that_were_never_loaded_are_unhealthy_where_nothing_else_verifies_a_token()
    {
        await using var keys = await KeyServer.StartAsync();
        await using var host = await StartAsync(keys, acceptSecret: false);
        var missing = await UntilAsync(host, health => health.Cause.Contains("404", StringComparison.Ordinal));

        keys.Serve(IssuingKey.Set(IssuingKey.For("ES256", "k1")));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var loaded = await UntilAsync(host, health => health.Status == "Healthy");
        _clock.Advance(TimeSpan.FromMinutes(20));
        var aged = await host.AskHealthAsync();

        Assert.Equal((503, "Unhealthy"), (missing.HttpStatus, missing.Status));
        Assert.StartsWith(
            $"No handshake with a credential of kind jwt can succeed: there are no keys of issuer 'idp' from {keys.SetUrl}: ",
            missing.Cause,
            StringComparison.Ordinal
        );
        Assert.Equal(
            1,
            Assert.Single(loaded.Data.GetProperty("keySets").EnumerateArray()).GetProperty("KeyCount").GetInt32()
        );
        Assert.Equal("00:20:00", aged.Data.GetProperty("keySets")[0].GetProperty("Age").GetString());
    }

    [Fact]
    public async Task Beside_a_secret_that_serves_they_degrade()
    {
        await using var keys = await KeyServer.StartAsync();
        await using var host = await StartAsync(keys, acceptSecret: true);

        var health = await UntilAsync(host, health => health.Cause.Contains("404", StringComparison.Ordinal));

        Assert.Equal((200, "Degraded"), (health.HttpStatus, health.Status));
        Assert.StartsWith(
            "Some handshakes with a credential of kind jwt cannot succeed: ",
            health.Cause,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Keys_that_cannot_be_fetched_anew_serve_on_and_degrade()
    {
        await using var keys = await KeyServer.StartAsync();
        keys.Serve(IssuingKey.Set(IssuingKey.For("ES256", "k1")));
        await using var host = await StartAsync(keys, acceptSecret: false);
        await UntilAsync(host, health => health.Status == "Healthy");

        keys.Answer(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        _clock.Advance(TimeSpan.FromHours(1));
        var degraded = await UntilAsync(host, health => health.Status != "Healthy");

        Assert.Equal("Degraded", degraded.Status);
        Assert.StartsWith(
            $"The keys of issuer 'idp' are those of 60 minutes ago, since {_clock.GetUtcNow():u} {keys.SetUrl} gives no new ones: ",
            degraded.Cause,
            StringComparison.Ordinal
        );
    }

    // Keys are fetched in the background, on the real clock's time.
    private static async Task<HealthAnswer> UntilAsync(KestrelHost host, Func<HealthAnswer, bool> isSo)
    {
        var end = TimeProvider.System.GetTimestamp() + (60 * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            var health = await host.AskHealthAsync();
            if (isSo(health))
            {
                return health;
            }

            Assert.True(TimeProvider.System.GetTimestamp() < end, $"Still {health.Status}: {health.Cause}");
            await Task.Delay(50);
        }
    }

    private Task<KestrelHost> StartAsync(KeyServer keys, bool acceptSecret) =>
        HealthHost.StartAsync(
            [TokenKind.Jwt],
            new()
            {
                ["WsAuth:Jwt:AcceptSecret"] = acceptSecret ? "true" : "false",
                ["WsAuth:Jwt:Issuers:idp:Issuer"] = "https://idp.example",
                ["WsAuth:Jwt:Issuers:idp:KeySet"] = keys.SetUrl,
            },
            new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() },
            _clock
        );
}
