using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>A source that hangs, a reload in the moment of the end, options that throw: none of them takes the host along.</summary>
public sealed class SecretResolverGateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_poll_that_hangs_does_not_hold_the_next_ones_nor_any_request()
    {
        using var go = new ManualResetEventSlim(initialState: true);
        using var entered = new SemaphoreSlim(0);
        var secret = TestSecrets.Hex();
        using var core = new CoreServices(order: "code:vault", sources: [new CodeSecretSource("vault", Read)]);
        core.Secrets.Start(["jwt"]);
        Assert.True(await entered.WaitAsync(Limit));

        go.Reset();
        var hanging = Task.Run(() => core.Clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.True(await entered.WaitAsync(Limit));
        var next = Task.Run(() => core.Clock.Advance(TimeSpan.FromSeconds(5)));
        var request = Task.Run(() => core.Ring);

        var others = Task.WhenAll(next, request);
        var wentOn = await Task.WhenAny(others, Task.Delay(Limit)) == others && !hanging.IsCompleted;
        go.Set();
        await Task.WhenAll(hanging, next).WaitAsync(Limit);

        Assert.True(wentOn);
        Assert.True(core.Ring.Current.Holds(secret));

        string Read(SecretRequest request)
        {
            entered.Release();
            go.Wait();
            return secret;
        }
    }

    [Fact]
    public void A_reload_in_the_moment_of_the_end_does_not_lock_it()
    {
        var configuration = new ReloadingAtTheEnd();
        var runtime = WsAuthRuntime.FromConfiguration(configuration, "Production", variables: new TestVariables());

        runtime.Dispose();

        Assert.True(configuration.CouldReload);
    }

    [Fact]
    public void A_reload_whose_options_throw_is_logged_without_the_exceptions_text()
    {
        var quoted = RandomNumberGenerator.GetHexString(64);
        var isBroken = false;
        var logs = new RecordingLogs();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Old", TestSecrets.Hex())]).Build();
        using var provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logs))
            .AddSingleton<IConfiguration>(configuration)
            .AddWsAuthCore(_ => "Production")
            .Configure<WsAuthOptions>(options =>
            {
                options.Secrets["jwt"] = new NamedSecretOptions { Order = "config:Old" };
                if (isBroken)
                {
                    throw new FormatException($"'{quoted}' is no URL.");
                }
            })
            .BuildServiceProvider();
        var secrets = provider.GetRequiredService<SecretResolver>();
        secrets.Start(["jwt"]);

        isBroken = true;
        configuration.Reload();

        var error = Assert.Single(logs.All, entry => entry.Level == LogLevel.Error).Message;
        Assert.Contains("reading it threw FormatException", error, StringComparison.Ordinal);
        Assert.DoesNotContain(quoted[..8], error, StringComparison.Ordinal);
        Assert.NotNull(secrets.GetRing("jwt").Current);
    }

    /// <summary>Ending its registration waits for a callback that runs, as that of every configuration does; here one always runs.</summary>
    private sealed class ReloadingAtTheEnd : IConfiguration, IChangeToken
    {
        private readonly IConfiguration _empty = new ConfigurationBuilder().Build();
        private bool _isReloading;

        public bool CouldReload { get; private set; }

        public bool HasChanged => false;

        public bool ActiveChangeCallbacks => true;

        public string? this[string key]
        {
            get => _empty[key];
            set => throw new NotSupportedException();
        }

        public IEnumerable<IConfigurationSection> GetChildren() => _empty.GetChildren();

        public IConfigurationSection GetSection(string key) => _empty.GetSection(key);

        public IChangeToken GetReloadToken() => this;

        public IDisposable RegisterChangeCallback(Action<object?> callback, object? state) =>
            new Registration(() =>
            {
                if (!Interlocked.Exchange(ref _isReloading, true))
                {
                    CouldReload = Task.Run(() => callback(state)).Wait(Limit);
                }
            });

        private sealed class Registration(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
