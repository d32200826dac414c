using Microsoft.Extensions.Configuration;
using WsAuth.Client;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>What the health check says of secrets and their rings.</summary>
public sealed class SecretHealthTests : IDisposable
{
    private readonly string _secret = TestSecrets.Hex();
    private readonly ManualTimeProvider _clock = new();
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task All_is_well_and_the_data_names_secrets_by_fingerprint()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await socket.AskAsync("hello");

        var health = await host.AskHealthAsync();

        Assert.Equal((200, "Healthy"), (health.HttpStatus, health.Status));
        Assert.Equal("Every accepted kind of credential can be verified.", health.Cause);
        Assert.Equal("Production", health.Data.GetProperty("environment").GetString());
        var current = health.Secret("jwt").GetProperty("Current");
        Assert.Equal(SecretFingerprint.Of(_secret), current.GetProperty("Fingerprint").GetString());
        Assert.Equal(1, current.GetProperty("Accepted").GetInt64());
        Assert.True(health.Kind("jwt").GetProperty("IsReady").GetBoolean());
        Assert.Equal(1, health.Data.GetProperty("handshakes").GetProperty("Accepted").GetInt32());
    }

    [Fact]
    public async Task A_secret_degrades_recovers_and_is_gone()
    {
        await using var host = await StartAsync();
        var since = _clock.GetUtcNow() + TimeSpan.FromMinutes(1);

        _folder.Write("jwt", "changeme");
        Poll();
        _clock.Advance(TimeSpan.FromMinutes(5));
        var degraded = await host.AskHealthAsync();
        _folder.Write("jwt", _secret);
        Poll();
        var recovered = await host.AskHealthAsync();
        File.Delete(Path.Combine(_folder.Path, "jwt"));
        Poll();
        var gone = await host.AskHealthAsync();

        Assert.Equal((200, "Degraded"), (degraded.HttpStatus, degraded.Status));
        Assert.StartsWith(
            $"Secret 'jwt' serves with its last good value {SecretFingerprint.Of(_secret)} since {since:u}: Secret 'jwt': file:",
            degraded.Cause,
            StringComparison.Ordinal
        );
        Assert.Equal("degraded", degraded.Secret("jwt").GetProperty("State").GetString());
        Assert.Equal("Healthy", recovered.Status);
        Assert.Equal((503, "Unhealthy"), (gone.HttpStatus, gone.Status));
        Assert.StartsWith(
            "No handshake with a credential of kind jwt can succeed: ",
            gone.Cause,
            StringComparison.Ordinal
        );
        Assert.False(gone.Kind("jwt").GetProperty("IsReady").GetBoolean());
        Assert.Equal("unavailable", gone.Secret("jwt").GetProperty("State").GetString());
    }

    [Fact]
    public async Task A_secret_that_no_endpoint_needs_degrades_and_no_more()
    {
        await using var host = await StartAsync(
            ("WsAuth:Secrets:other:Order", $"file:{Path.Combine(_folder.Path, "other")}")
        );
        File.Delete(Path.Combine(_folder.Path, "other"));
        Poll();

        var health = await host.AskHealthAsync();

        Assert.Equal("Degraded", health.Status);
        Assert.StartsWith("Secret 'other' is unavailable since ", health.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_previous_key_that_is_still_used_when_its_end_comes_near_degrades()
    {
        var old = TestSecrets.Hex();
        var end = _clock.GetUtcNow() + TimeSpan.FromDays(10);
        await using var host = await StartAsync(
            ("WsAuth:Secrets:jwt:Previous", $"env:JWT_SECRET_OLD until {end:yyyy-MM-ddTHH:mm:ssZ}"),
            ("JWT_SECRET_OLD", old)
        );

        await UseAsync(host, old);
        var early = await host.AskHealthAsync();
        _clock.Advance(TimeSpan.FromDays(4));
        var unused = await host.AskHealthAsync();
        await UseAsync(host, old);
        var used = await host.AskHealthAsync();
        _clock.Advance(TimeSpan.FromHours(25));
        var unusedAgain = await host.AskHealthAsync();

        var previous = Assert.Single(early.Secret("jwt").GetProperty("Previous").EnumerateArray());
        Assert.Equal(SecretFingerprint.Of(old), previous.GetProperty("Fingerprint").GetString());
        Assert.Equal(end, previous.GetProperty("Until").GetDateTimeOffset());
        Assert.True(previous.GetProperty("IsInUse").GetBoolean());
        Assert.Equal(
            ["Healthy", "Healthy", "Degraded", "Healthy"],
            [early.Status, unused.Status, used.Status, unusedAgain.Status]
        );
        Assert.Equal(
            $"The previous key {SecretFingerprint.Of(old)} of secret 'jwt' (env:JWT_SECRET_OLD) ends at {end:u} and is still in use: 2 credentials were accepted by it; let their issuers change to {SecretFingerprint.Of(_secret)}.",
            used.Cause
        );
    }

    [Fact]
    public async Task A_source_that_hangs_does_not_hang_the_check()
    {
        using var hangs = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        var isAsked = false;
        await using var host = await HealthHost.StartAsync(
            [TokenKind.Jwt],
            new() { ["WsAuth:Secrets:jwt:Order"] = "code:vault" },
            clock: _clock,
            more: wsAuth =>
                wsAuth.AddSecretSource(
                    "vault",
                    _ =>
                    {
                        if (isAsked)
                        {
                            hangs.Set();
                            goesOn.Wait();
                        }

                        isAsked = true;
                        return _secret;
                    }
                )
        );

        var poll = Task.Run(Poll);
        try
        {
            Assert.True(hangs.Wait(TimeSpan.FromSeconds(60)));
            var health = await host.AskHealthAsync().WaitAsync(TimeSpan.FromSeconds(60));

            Assert.Equal("Healthy", health.Status);
        }
        finally
        {
            goesOn.Set();
            await poll;
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task UseAsync(KestrelHost host, string secret)
    {
        using var minter = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = secret },
            clock: _clock
        );
        using var socket = await host.ConnectAsync("/ws", LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText()));
    }

    private void Poll() => _clock.Advance(TimeSpan.FromMinutes(1));

    private Task<KestrelHost> StartAsync(params (string Name, string Value)[] more)
    {
        _folder.Write("other", TestSecrets.Hex());
        var variables = new TestVariables();
        var settings = new Dictionary<string, string?>
        {
            ["WsAuth:Secrets:jwt:Order"] = "file:" + _folder.Write("jwt", _secret),
            ["WsAuth:SecretPollingInterval"] = "00:01:00",
        };
        foreach (var (name, value) in more)
        {
            if (name.Contains(':'))
            {
                settings[name] = value;
            }
            else
            {
                variables[name] = value;
            }
        }

        return HealthHost.StartAsync([TokenKind.Jwt], settings, variables, _clock);
    }
}
