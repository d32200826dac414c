using Microsoft.Extensions.Logging;

namespace WsAuth.AspNetCore.Connections;

internal sealed partial class ConnectionRevalidation
{
    private long? _toldAt;

    // A database that is away fails for each socket: one line an interval tells it.
    private bool IsToBeTold()
    {
        var now = _clock.GetTimestamp();
        lock (_gate)
        {
            if (
                _toldAt is { } told
                && _clock.GetElapsedTime(told, now) < _settings.Current.Connections.RevalidationInterval
            )
            {
                return false;
            }

            _toldAt = now;
            return true;
        }
    }

    private string Describe(Exception exception, Task asking) =>
        exception is TimeoutException && !asking.IsFaulted
            ? $"did not answer within {_settings.Current.Connections.RevalidationTimeout.TotalSeconds:0.#} s"
            : $"threw {exception.GetType().Name}";

    [LoggerMessage(
        EventId = 2121,
        Message = "The revalidation of an open socket failed: {Fault} ({Count} in a row, {Tolerated} are tolerated); further failures are logged at Debug for one interval.\n{StackTrace}",
        EventName = "RevalidationFailed"
    )]
    private partial void LogFailed(LogLevel level, string fault, int count, int tolerated, string? stackTrace);
}
