using System.Diagnostics;
using System.Diagnostics.Metrics;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Observation;

/// <summary>The meter <c>WsAuth</c>. Names and units follow the semantic conventions of OpenTelemetry; docs/observability.md lists them.</summary>
internal sealed class HandshakeMetrics
{
    public const string MeterName = "WsAuth";

    private readonly Counter<long> _handshakes;
    private readonly Counter<long> _keyUses;
    private readonly Histogram<double> _validations;
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _endings;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _revalidations;

    public HandshakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _handshakes = meter.CreateCounter<long>(
            "wsauth.handshakes",
            "{handshake}",
            "WebSocket opening handshakes, each counted once, when it left the pipeline or became a socket."
        );
        _validations = meter.CreateHistogram<double>(
            "wsauth.validation.duration",
            "s",
            "How long reading and validating a credential took.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.000_01, 0.000_1, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5],
            }
        );
        _connections = meter.CreateUpDownCounter<long>(
            "wsauth.connections",
            "{connection}",
            "Sockets that are open and whose caller is known."
        );
        _endings = meter.CreateCounter<long>(
            "wsauth.connections.ended",
            "{connection}",
            "Open sockets that the server ended, by the reason."
        );
        _refreshes = meter.CreateCounter<long>(
            "wsauth.connections.refreshed",
            "{refresh}",
            "New credentials that open sockets presented to be prolonged, by what was decided."
        );
        _revalidations = meter.CreateCounter<long>(
            "wsauth.connections.revalidated",
            "{revalidation}",
            "Turns in which it was asked whether an open socket may stay open, by the answer."
        );
        _keyUses = meter.CreateCounter<long>(
            "wsauth.key.uses",
            "{handshake}",
            "Accepted handshakes by the key that verified them; when a previous one is no longer counted, it can go."
        );
    }

    public bool AreValidationsMeasured => _validations.Enabled;

    public void Count(HandshakeRecord record)
    {
        if (!record.IsHandshake)
        {
            return;
        }

        if (_handshakes.Enabled)
        {
            Add(_handshakes, 1, TagsOf(record.Outcome, record.Reason?.Code, record.Kind?.Name));
        }

        if (_keyUses.Enabled && record is { IsAccepted: true, Decision.Key: { } key })
        {
            Add(
                _keyUses,
                1,
                new TagList
                {
                    { "wsauth.key.fingerprint", key.Fingerprint },
                    { "wsauth.key.source", key.Source },
                    { "wsauth.key.state", key.IsCurrent ? "current" : "previous" },
                }
            );
        }
    }

    public void MeasureValidation(HandshakeDecision decision, TimeSpan duration)
    {
        try
        {
            _validations.Record(
                duration.TotalSeconds,
                TagsOf(decision.IsAccepted ? "accepted" : "refused", decision.Refusal?.Reason.Code, decision.Kind?.Name)
            );
        }
        catch (Exception)
        {
            // As of Add.
        }
    }

    public void CountConnection(HandshakeDecision decision, int change)
    {
        try
        {
            _connections.Add(change, new KeyValuePair<string, object?>("wsauth.kind", decision.Kind?.Name));
        }
        catch (Exception)
        {
            // As of Add.
        }
    }

    // Listeners are the application's own: what they throw must not become the answer of a request, nor the end of an open socket.
    private static void Add(Counter<long> counter, long count, in TagList tags)
    {
        try
        {
            counter.Add(count, tags);
        }
        catch (Exception)
        {
            // There is nobody to tell: the log may be what failed.
        }
    }

    public void CountEnding(HandshakeDecision decision, string reason) =>
        _endings.Add(1, new("wsauth.reason", reason), new("wsauth.kind", decision.Kind?.Name));

    public void CountRefresh(HandshakeDecision decision) =>
        Add(
            _refreshes,
            1,
            TagsOf(decision.IsAccepted ? "accepted" : "refused", decision.Refusal?.Reason.Code, decision.Kind?.Name)
        );

    /// <param name="outcome"><c>allowed</c>, <c>refused</c> or <c>failed</c>.</param>
    public void CountRevalidation(string outcome) => Add(_revalidations, 1, TagsOf(outcome, null, null));

    private static TagList TagsOf(string outcome, string? reason, string? kind)
    {
        var tags = new TagList { { "wsauth.outcome", outcome } };
        if (reason is not null)
        {
            tags.Add("wsauth.reason", reason);
        }

        if (kind is not null)
        {
            tags.Add("wsauth.kind", kind);
        }

        return tags;
    }
}
