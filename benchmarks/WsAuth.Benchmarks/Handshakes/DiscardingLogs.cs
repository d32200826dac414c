using Microsoft.Extensions.Logging;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>Writes WsAuth's log events out as text, as every real provider does, and throws the text away.</summary>
internal sealed class DiscardingLogs : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new DiscardingLog(categoryName.StartsWith("WsAuth", StringComparison.Ordinal));

    public void Dispose() { }

    private sealed class DiscardingLog(bool isEnabled) : ILogger
    {
        private int _length;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isEnabled && logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _length = formatter(state, exception).Length;
    }
}
