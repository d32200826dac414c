using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WsAuth.Testing;

/// <summary>One log event as it was written.</summary>
public sealed record RecordedEvent(
    string Category,
    LogLevel Level,
    EventId Id,
    string Message,
    IReadOnlyDictionary<string, object?> Values
);

/// <summary>Keeps every log event, down to Trace, and shows each to <see cref="LeakWatch"/>.</summary>
public sealed class RecordingLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<RecordedEvent> _events = new();

    /// <summary>
    /// Whether the host whose logs these are has written what there is to write: a client has its answer a moment before the handshake
    /// leaves the pipeline. Reading waits for it.
    /// </summary>
    public Func<bool> IsSettled { get; set; } = () => true;

    public IReadOnlyList<RecordedEvent> All => [.. Settled()];

    /// <summary>The one-per-handshake events.</summary>
    public IReadOnlyList<RecordedEvent> Handshakes =>
        [.. Settled().Where(entry => entry.Category == "WsAuth.Handshake")];

    /// <summary>The messages of everything that the library itself wrote.</summary>
    public IReadOnlyList<string> Messages =>
        [
            .. Settled()
                .Where(entry => entry.Category.StartsWith("WsAuth", StringComparison.Ordinal))
                .Select(entry => entry.Message),
        ];

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _events);

    public void Dispose() { }

    /// <summary>Waits until what has happened is written, so that lines stand in the order of what happened.</summary>
    public void WaitUntilSettled() => SpinWait.SpinUntil(IsSettled, TimeSpan.FromSeconds(5));

    private ConcurrentQueue<RecordedEvent> Settled()
    {
        WaitUntilSettled();
        return _events;
    }

    private sealed class Recorder(string category, ConcurrentQueue<RecordedEvent> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            LeakWatch.Observe(state.ToString());
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var message = formatter(state, exception);
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                values[name] = value;
                LeakWatch.Observe(value?.ToString());
            }

            LeakWatch.Observe(message);
            LeakWatch.Observe(exception?.ToString());
            events.Enqueue(new RecordedEvent(category, logLevel, eventId, message, values));
        }
    }
}
