using System.Threading.Channels;

namespace Gateway;

/// <summary>The server's decisions, one after the other, for the demo to print beside the client's view.</summary>
internal sealed class DecisionLog : ILoggerProvider
{
    private readonly Channel<Decision> _decisions = Channel.CreateUnbounded<Decision>();

    public ValueTask<Decision> TakeAsync(CancellationToken cancellationToken) =>
        _decisions.Reader.ReadAsync(cancellationToken);

    public ILogger CreateLogger(string categoryName) =>
        new Listener(categoryName == "WsAuth.Handshake" ? _decisions.Writer : null);

    public void Dispose() => _decisions.Writer.TryComplete();

    /// <summary>One log event: its reason, where it is a refusal, and its line.</summary>
    internal sealed record Decision(string? Reason, string Message);

    private sealed class Listener(ChannelWriter<Decision>? decisions) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => decisions is not null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            decisions?.TryWrite(
                new Decision(
                    values.FirstOrDefault(value => value.Key == "Reason").Value as string,
                    formatter(state, exception)
                )
            );
        }
    }
}
