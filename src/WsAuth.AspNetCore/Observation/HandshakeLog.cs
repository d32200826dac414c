using Microsoft.Extensions.Logging;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Writes the log event of a record, in the template that tests, operators and tools rely on.</summary>
internal sealed class HandshakeLog(ILoggerFactory loggers, OriginRefusals origins)
{
    /// <summary>The category of the log events.</summary>
    public const string Category = "WsAuth.Handshake";

    private static readonly EventId AcceptedEvent = new(1, "handshake_accepted");

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void Write(HandshakeRecord record)
    {
        if (record.IsAccepted)
        {
            WriteAccepted(record);
        }
        else
        {
            WriteRefused(record);
        }
    }

    private void WriteAccepted(HandshakeRecord record)
    {
        // A plain request is no event: an API under the same scheme is called many times a second. Nor is a socket that nobody guards.
        var level = record.IsHandshake && record.Decision is not null ? LogLevel.Information : LogLevel.Debug;
        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var entry = new HandshakeLogEntry($"{Subject(record)} accepted: ");
        var decision = record.Decision;
        entry.Add("Subject", SubjectOf(decision));
        entry.Add(" at ", "Endpoint", record.Endpoint);
        if (decision is not null)
        {
            entry.Add(
                decision.SessionEnd is null ? ", no session end" : ", session ends ",
                "SessionEnd",
                decision.SessionEnd?.ToString("u")
            );
        }

        AddParts(entry, record);
        _logger.Log(level, AcceptedEvent, entry, null, HandshakeLogEntry.Format);
    }

    private void WriteRefused(HandshakeRecord record)
    {
        var reason = record.Reason!;
        var level = record.IsHandshake || reason.Level > LogLevel.Warning ? reason.Level : LogLevel.Information;
        var untold = 0;
        if (reason == ReasonCatalogue.OriginRefused && !origins.IsToBeTold(record.Origin ?? "", out untold))
        {
            level = LogLevel.Debug;
        }

        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var entry = new HandshakeLogEntry($"{Subject(record)} refused: ");
        entry.Add("Reason", reason.Code);
        entry.Add(" at ", "Endpoint", record.Endpoint);
        entry.Add(" by ", "Layer", record.Layer);
        entry.Add(
            "; ",
            "Explanation",
            untold == 0 ? record.Explanation : $"{record.Explanation} {untold} more since this was last logged."
        );
        entry.Add(" Fix: ", "Fix", record.Fix);
        AddParts(entry, record);
        _logger.Log(level, reason.EventId, entry, null, HandshakeLogEntry.Format);
    }

    private static string Subject(HandshakeRecord record) =>
        record.IsHandshake ? "WebSocket handshake" : "HTTP request";

    private static string SubjectOf(WsAuth.Handshake.HandshakeDecision? decision) =>
        decision is null ? "nobody was asked who it is"
        : decision.IsSubjectClaimed ? $"{ClientText.Quote(decision.Subject)} (claimed)"
        : ClientText.Quote(decision.Subject);

    private static void AddParts(HandshakeLogEntry entry, HandshakeRecord record)
    {
        entry.Add(" [attempt ", "AttemptId", record.AttemptId);
        entry.AddPresent(", kind ", "Kind", record.Kind?.Name);
        entry.AddPresent(", location ", "Location", record.Location);
        entry.AddPresent(
            record.Decision is { IsAccepted: true, Key.IsCurrent: false } ? ", previous key " : ", key ",
            "KeyFingerprint",
            record.KeyFingerprint
        );
        entry.AddPresent(", source ", "SourceName", record.SourceName);
        entry.Close("]");
    }
}
