using System.Globalization;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Writes the log event of a record, in the template that tests, operators and tools rely on.</summary>
internal sealed class HandshakeLog
{
    /// <summary>The category of the log events.</summary>
    public const string Category = "WsAuth.Handshake";

    private const string GuardFix =
        "Call RequireWsAuth on the endpoint, or move UseWsAuth before whatever accepts the socket; an endpoint that is meant for everybody says so by AllowAnonymous.";

    private const string UnechoedNote =
        "no sub-protocol is echoed, since only the credential's was offered: some clients, Node's ws among them, close then; offer a second one";

    private static readonly EventId AcceptedEvent = new(1, "handshake_accepted");

    private static readonly EventId RepeatedEvent = new(2, "handshake_refused_repeatedly");

    private static readonly EventId UnguardedEvent = new(3, "handshake_unguarded");

    private static readonly EventId RefreshedEvent = new(4, "connection_refreshed");

    private static readonly EventId DisconnectedEvent = new(5, "connection_disconnected");

    private readonly ILogger _logger;
    private readonly UnguardedSockets _unguarded;

    public HandshakeLog(ILoggerFactory loggers, UnguardedSockets unguarded)
    {
        _unguarded = unguarded;
        _logger = loggers.CreateLogger(Category);
    }

    /// <param name="record">The record.</param>
    /// <param name="isTold">Whether a refusal is told at its own level; otherwise it is one of many that are counted.</param>
    public void Write(HandshakeRecord record, bool isTold)
    {
        if (record is { IsAccepted: true, Ending: { } ending })
        {
            WriteDisconnected(record, ending);
        }
        else if (record.IsAccepted)
        {
            WriteAccepted(record);
        }
        else
        {
            WriteRefused(record, isTold);
        }
    }

    private void WriteAccepted(HandshakeRecord record)
    {
        // A plain request is no event: an API under the same scheme is called many times a second.
        var isWarning = record.IsUnguarded && _unguarded.IsToBeTold(record.Endpoint);
        var level =
            isWarning ? LogLevel.Warning
            : record.IsRefresh || (record.IsHandshake && record.Decision is not null) ? LogLevel.Information
            : LogLevel.Debug;
        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var entry = new HandshakeLogEntry(
            record.IsRefresh ? "WebSocket connection refreshed: " : $"{Subject(record)} accepted: "
        );
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

        if (isWarning)
        {
            entry.Add("; no WsAuth door stands before it. Fix: ", "Fix", GuardFix);
        }

        if (record.IsUnechoed)
        {
            entry.Add("; ", "Note", UnechoedNote);
        }

        AddParts(entry, record);
        var id =
            record.IsRefresh ? RefreshedEvent
            : record.IsUnguarded ? UnguardedEvent
            : AcceptedEvent;
        _logger.Log(level, id, entry, null, HandshakeLogEntry.Format);
    }

    // The application's own end of a socket: nobody's fault, and so without a reason.
    private void WriteDisconnected(HandshakeRecord record, ConnectionEnding ending)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var entry = new HandshakeLogEntry("WebSocket connection ended: disconnected at ");
        entry.Add("Endpoint", record.Endpoint);
        entry.Add(
            " by the application, which closes with ",
            "CloseCode",
            ending.Code.ToString(CultureInfo.InvariantCulture)
        );
        entry.Add(" ", "CloseText", ClientText.Quote(ending.Text));
        entry.Add("; subject ", "Subject", SubjectOf(record.Decision));
        AddParts(entry, record);
        _logger.Log(LogLevel.Information, DisconnectedEvent, entry, null, HandshakeLogEntry.Format);
    }

    private void WriteRefused(HandshakeRecord record, bool isTold)
    {
        var reason = record.Reason!;
        var level =
            record.IsHandshake || record.IsRefresh || reason.Level > LogLevel.Warning
                ? reason.Level
                : LogLevel.Information;
        if (!isTold)
        {
            level = LogLevel.Debug;
        }

        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var entry = new HandshakeLogEntry(
            record.IsLive ? "WebSocket connection ended: " : $"{Subject(record)} refused: "
        );
        entry.Add("Reason", reason.Code);
        entry.Add(" at ", "Endpoint", record.Endpoint);
        entry.Add(" by ", "Layer", record.Layer);
        entry.Add("; ", "Explanation", record.Explanation);
        entry.Add(" Fix: ", "Fix", record.Fix);
        AddParts(entry, record);
        _logger.Log(level, reason.EventId, entry, null, HandshakeLogEntry.Format);
    }

    /// <summary>Tells how often a client was refused beyond what was told one by one, and of the last one everything.</summary>
    public void Write(RefusalStorm storm)
    {
        var last = storm.Last;
        var entry = new HandshakeLogEntry($"{Subject(last)} refused again: ");
        entry.Add("Reason", storm.IsOfMany ? "various" : last.Reason!.Code);
        entry.Add(" at ", "Endpoint", storm.IsOfMany ? "various endpoints" : last.Endpoint);
        entry.Add(", ", "Count", storm.Count.ToString(CultureInfo.InvariantCulture));
        entry.Add(storm.Count == 1 ? " time since " : " times since ", "Since", storm.Since.ToString("u"));
        entry.Add(", client ", "Client", storm.IsOfMany ? "various clients" : last.Client);
        entry.Add(" from ", "Addresses", DescribeAddresses(storm.Addresses));
        entry.Add("; each is logged at Debug, the last one: ", "Explanation", last.Explanation);
        entry.Add(" Fix: ", "Fix", last.Fix);
        entry.Add(" [last attempt ", "AttemptId", last.AttemptId);
        entry.Close("]");
        _logger.Log(last.Reason!.Level, RepeatedEvent, entry, null, HandshakeLogEntry.Format);
    }

    private static string DescribeAddresses(int count) =>
        count switch
        {
            1 => "1 address",
            RefusalStorms.MostAddresses => $"{count} addresses or more",
            _ => string.Create(CultureInfo.InvariantCulture, $"{count} addresses"),
        };

    private static string Subject(HandshakeRecord record) =>
        record.IsRefresh ? "WebSocket connection refresh"
        : record.IsHandshake ? "WebSocket handshake"
        : "HTTP request";

    private static string SubjectOf(WsAuth.Handshake.HandshakeDecision? decision) =>
        decision is null ? "nobody was asked who it is"
        : decision.IsSubjectClaimed ? $"{ClientText.Quote(decision.Subject)} (claimed)"
        : ClientText.Quote(decision.Subject);

    private static void AddParts(HandshakeLogEntry entry, HandshakeRecord record)
    {
        entry.Add(" [attempt ", "AttemptId", record.AttemptId);
        entry.AddPresent(", of connection ", "ConnectionAttemptId", record.ConnectionAttemptId);
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
