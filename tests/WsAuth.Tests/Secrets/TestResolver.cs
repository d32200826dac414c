using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Testing;

namespace WsAuth.Tests.Secrets;

/// <summary>A resolver of one test alone: its own settings, variables, folder, clock and logs. It is made when it is first asked.</summary>
internal sealed class TestResolver : IDisposable
{
    private readonly ChangingSettings _settings = new();
    private readonly Lazy<WsAuthRuntime> _runtime;
    private readonly Lazy<TestFolder> _folder = new(() => new TestFolder());

    public TestResolver(string? order = null, string environment = "Production", DateTimeOffset? now = null)
    {
        Clock = new ManualTimeProvider(now);
        _settings.Put("WsAuth:Secrets:jwt:Order", order);
        Configuration = new ConfigurationBuilder().Add(_settings).Build();
        _runtime = new(() =>
            WsAuthRuntime.FromConfiguration(
                Configuration,
                environment,
                variables: Variables,
                clock: Clock,
                loggers: LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            )
        );
    }

    public IConfigurationRoot Configuration { get; }

    public TestVariables Variables { get; } = new();

    public ManualTimeProvider Clock { get; }

    public RecordingLogs Logs { get; } = new();

    public TestFolder Folder => _folder.Value;

    public SecretResolver Secrets => _runtime.Value.Secrets;

    public WsAuthRuntime Runtime => _runtime.Value;

    /// <summary>The resolution of <c>jwt</c>.</summary>
    public SecretResolution Jwt => Secrets.Resolve("jwt");

    /// <summary>The ring of <c>jwt</c>.</summary>
    public SecretRing Ring => Secrets.GetRing("jwt");

    public string? this[string setting]
    {
        set => _settings.Put("WsAuth:" + setting, value);
    }

    /// <summary>A key outside the section.</summary>
    public void Put(string key, string? value) => _settings.Put(key, value);

    public void Reload() => Configuration.Reload();

    /// <summary>Lets one polling interval pass.</summary>
    public void Poll() => Clock.Advance(TimeSpan.FromSeconds(5));

    public SecretReport Start(params string[] names)
    {
        var report = Secrets.Start(names.Length == 0 ? ["jwt"] : names);
        LeakWatch.Observe(report.ToString());
        return report;
    }

    public string StartFault(params string[] names) =>
        Xunit.Assert.Throws<SecretConfigurationException>(() => Start(names)).Message;

    /// <summary>The account of the n-th source of <c>jwt</c>.</summary>
    public SecretSourceRow Row(int position, bool previous = false) =>
        Jwt.Rows.Single(row => row.Position == position && row.IsPrevious == previous);

    /// <summary>The states of the sources of <c>jwt</c>, as the report spells them.</summary>
    public string States => string.Join(" ", Jwt.Rows.Select(row => row.StateName));

    /// <summary>How often the whole report was logged.</summary>
    public int ReportCount => Logs.All.Count(entry => entry.Id.Id == 2000);

    public IReadOnlyList<string> Logged(LogLevel level) =>
        [.. Logs.All.Where(entry => entry.Level == level).Select(entry => entry.Message)];

    public void Dispose()
    {
        if (_runtime.IsValueCreated)
        {
            _runtime.Value.Dispose();
        }

        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }
}
