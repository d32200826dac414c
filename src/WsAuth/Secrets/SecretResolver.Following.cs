namespace WsAuth.Secrets;

/// <summary>How changes are noticed: configuration reloads, and reading again what may change by itself.</summary>
public sealed partial class SecretResolver
{
    private void Reload()
    {
        lock (_gate)
        {
            if (!_isDisposed && TryReadSettings() is { } settings)
            {
                Volatile.Write(ref _settings, settings);
                _poll?.Dispose();
                _poll = null;
            }

            Poll();
        }
    }

    // An exception out of a timer's callback would end the process; what is in force stays in force instead.
    private void Poll()
    {
        try
        {
            Refresh();
        }
        catch (Exception exception)
        {
            LogPollFailed(exception.GetType().Name);
        }
    }

    private SecretSettings? TryReadSettings()
    {
        try
        {
            return _readSettings();
        }
        catch (Exception exception)
        {
            LogSettingsRefused(exception.Message);
            return null;
        }
    }

    private void EnsurePolling()
    {
        if (_poll is null && !_isDisposed && _settings.PollingInterval > TimeSpan.Zero && _secrets.Keys.Any(Changes))
        {
            _poll = _clock.CreateTimer(
                static state => ((SecretResolver)state!).Poll(),
                this,
                _settings.PollingInterval,
                _settings.PollingInterval
            );
        }
    }

    private bool Changes(string name) =>
        _settings.Secrets.TryGetValue(name, out var settings)
        && settings.Order.Concat(settings.Previous).Any(entry => entry.Source.Changes || entry.Until is not null);
}
