using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>
/// The single path by which server, clients, tests and tools come to a secret: ordered sources, first present wins, every
/// source accounted for, every change followed. Safe for use by many threads.
/// </summary>
/// <remarks>
/// A change is seen by configuration reload, and by reading file and code sources every <c>WsAuth:SecretPollingInterval</c>.
/// A new value that is unusable leaves the last good one in force, degraded and loud; a value that is gone makes the
/// secret unavailable.
/// </remarks>
public sealed partial class SecretResolver : IDisposable
{
    private readonly Func<SecretSettings> _readSettings;
    private readonly IConfiguration? _configuration;
    private readonly IEnvironmentVariables _variables;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, NamedSecret> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly EphemeralValues _ephemeral = new();
    private readonly IDisposable? _reload;

    private SecretSettings _settings;
    private ITimer? _poll;
    private string? _reported;
    private bool _isDisposed;

    internal SecretResolver(
        Func<SecretSettings> readSettings,
        IConfiguration? configuration,
        IEnvironmentVariables variables,
        TimeProvider clock,
        ILogger<SecretResolver> logger
    )
    {
        _readSettings = readSettings;
        _configuration = configuration;
        _variables = variables;
        _clock = clock;
        _logger = logger;
        _settings = readSettings();
        if (configuration is not null)
        {
            _reload = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
        }
    }

    /// <summary>Whether resolving makes nothing on this machine: for whoever asks what a service would do.</summary>
    internal bool OnlyLooks { get; init; }

    /// <summary>The environment in force; <c>{ENVIRONMENT}</c> in orders comes from it.</summary>
    public string EnvironmentName => Volatile.Read(ref _settings).EnvironmentName;

    /// <summary>The values of a named secret that are in force. Cheap: call it for each use, never keep the answer.</summary>
    /// <exception cref="ArgumentException">The name is neither configured nor built in.</exception>
    public SecretRing GetRing(string name) => Get(name).Resolution.Ring;

    /// <summary>How a named secret was resolved, source by source.</summary>
    /// <exception cref="ArgumentException">The name is neither configured nor built in.</exception>
    public SecretResolution Resolve(string name) => Get(name).Resolution;

    /// <summary>
    /// The resolutions that are at hand, by name. Unlike <see cref="Report"/> it reads no source and waits for none: it answers at once even
    /// while one hangs.
    /// </summary>
    public IReadOnlyList<SecretResolution> Resolved =>
        [.. _secrets.Values.OrderBy(secret => secret.Name, StringComparer.Ordinal).Select(secret => secret.Resolution)];

    /// <summary>The resolution of every secret that has been asked for or is configured.</summary>
    public SecretReport Report()
    {
        lock (_gate)
        {
            AddConfigured();
            return ReportLocked();
        }
    }

    /// <summary>
    /// Resolves the named secrets and every configured one, logs the report, and from now on logs it again when it changes.
    /// </summary>
    /// <exception cref="SecretConfigurationException">One of them has no usable value.</exception>
    public SecretReport Start(IEnumerable<string> names)
    {
        lock (_gate)
        {
            foreach (var name in names)
            {
                GetOrAdd(name);
            }

            var report = Report();
            LogReport(report);
            _reported = report.ToString();
            var faults = report
                .Secrets.Where(secret => secret.Fault is not null)
                .Select(secret => secret.Fault!)
                .ToList();
            return faults.Count == 0 ? report : throw new SecretConfigurationException(faults);
        }
    }

    /// <summary>Reads every source again, now.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            EnsurePolling();
            _agents.Age();
            foreach (var secret in _secrets.Values)
            {
                secret.Resolution = SecretFollowing.Follow(secret.Resolution, Evaluate(secret.Name));
            }

            if (_reported is not null)
            {
                AddConfigured();
                LogWhereChanged();
            }
        }
    }

    /// <summary>Stops following changes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _poll?.Dispose();
        }

        // Outside of the gate: this waits for a reload that runs, and that may be waiting for the gate.
        _reload?.Dispose();
    }

    private NamedSecret Get(string name)
    {
        if (_secrets.TryGetValue(name, out var secret))
        {
            return secret;
        }

        lock (_gate)
        {
            secret = GetOrAdd(name);
            LogWhereChanged();
            return secret;
        }
    }

    private void AddConfigured()
    {
        foreach (var secret in _settings.Secrets.Values.Where(secret => secret.IsConfigured))
        {
            GetOrAdd(secret.Name);
        }
    }

    private void LogWhereChanged()
    {
        if (_reported is null)
        {
            return;
        }

        var report = ReportLocked();
        var text = report.ToString();
        if (text != _reported)
        {
            _reported = text;
            LogReport(report);
            LogFaults(report);
        }
    }

    private NamedSecret GetOrAdd(string name)
    {
        if (!_secrets.TryGetValue(name, out var secret))
        {
            if (!_settings.Secrets.ContainsKey(name))
            {
                throw new ArgumentException(
                    $"There is no secret '{name}': configure WsAuth:Secrets:{name}:Order.",
                    nameof(name)
                );
            }

            _secrets[name] = secret = new NamedSecret(name, Evaluate(name));
            EnsurePolling();
        }

        return secret;
    }

    private SecretResolution Evaluate(string name)
    {
        var now = _clock.GetUtcNow();
        if (!_settings.Secrets.TryGetValue(name, out var settings))
        {
            var fault = $"Secret '{name}' is no longer configured; restore WsAuth:Secrets:{name}:Order.";
            return new SecretResolution(
                name,
                "",
                false,
                [],
                new SecretRing(name, _settings.EnvironmentName, [], 0, fault),
                fault
            )
            {
                FaultySince = now,
            };
        }

        var resolution = SecretEvaluation.Resolve(settings, ContextOf(name, _settings), now);
        return resolution.Fault is null ? resolution : resolution with { FaultySince = now };
    }

    private SecretSourceContext ContextOf(string name, SecretSettings settings) =>
        new(
            name,
            settings.EnvironmentName,
            _variables,
            _configuration,
            settings.CodeSources,
            _ephemeral,
            IsReached: true,
            IsExplicit: false
        )
        {
            OnlyLooks = OnlyLooks,
        };

    private SecretReport ReportLocked() => new(_settings.EnvironmentName, _settings.EnvironmentOrigin, Resolved);
}
