using Microsoft.Extensions.Options;

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

    // A source that hangs holds the gate; polls that queued up behind it would take one thread after another.
    private void PollUnlessBusy()
    {
        if (_gate.TryEnter())
        {
            try
            {
                Poll();
            }
            finally
            {
                _gate.Exit();
            }
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
            // Faults of ours and of validators name settings; any other message may quote what stands in them.
            LogSettingsRefused(
                exception is SecretConfigurationException or OptionsValidationException
                    ? exception.Message
                    : $"reading it threw {exception.GetType().Name}."
            );
            return null;
        }
    }

    private void EnsurePolling()
    {
        if (_poll is null && !_isDisposed && _settings.PollingInterval > TimeSpan.Zero && _secrets.Keys.Any(Changes))
        {
            _poll = _clock.CreateTimer(
                static state => ((SecretResolver)state!).PollUnlessBusy(),
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
