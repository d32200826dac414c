using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>
/// Listens to the framework's own log events, whatever the application logs, and keeps of them which event it was and a few names. The text of
/// a message is never asked for: it may quote a query or a header.
/// </summary>
internal sealed class EvidenceLoggerProvider : ILoggerProvider
{
    private static readonly string[] KeptValues =
    [
        "Host",
        "Origin",
        "EndpointName",
        "ParameterType",
        "ParameterName",
        "Source",
        "ModelFieldName",
        "ModelType",
        "TransportType",
        PipelineEvidence.AuthorizationReason,
    ];

    private readonly ConcurrentDictionary<string, ILogger> _listeners = new(StringComparer.Ordinal);

    /// <summary>Lets the events of those components through to this provider, and to no other.</summary>
    public static void Filter(LoggerFilterOptions filters)
    {
        var name = typeof(EvidenceLoggerProvider).FullName;
        filters.Rules.Add(new LoggerFilterRule(name, null, LogLevel.None, null));
        foreach (var source in EvidenceSource.Logging)
        {
            filters.Rules.Add(new LoggerFilterRule(name, source.Category, source.Level, null));
        }
    }

    public ILogger CreateLogger(string categoryName) =>
        EvidenceSource.Logging.FirstOrDefault(source =>
            categoryName.StartsWith(source.Category, StringComparison.Ordinal)
        )
            is { } source
            ? _listeners.GetOrAdd(categoryName, _ => new Listener(source))
            : NullLogger.Instance;

    public void Dispose() { }

    private sealed class Listener(EvidenceSource source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => PipelineEvidence.Current is not null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (PipelineEvidence.Current is { } evidence && source.Counts(eventId.Name))
            {
                evidence.Add(new PipelineEvent(source, eventId.Name ?? "", Keep(state, exception)));
            }
        }

        private static List<KeyValuePair<string, string>> Keep<TState>(TState state, Exception? exception)
        {
            var kept = new List<KeyValuePair<string, string>>();
            foreach (var (key, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                if (KeptValues.Contains(key, StringComparer.Ordinal) && value?.ToString() is { } text)
                {
                    kept.Add(new(key, text));
                }
            }

            if (exception is not null)
            {
                kept.Add(new("Exception", exception.GetType().Name));
            }

            return kept;
        }
    }
}
