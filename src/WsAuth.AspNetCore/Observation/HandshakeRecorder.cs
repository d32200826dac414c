using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Writes one log event for each handshake, in the template that tests, operators and tools rely on.</summary>
internal sealed partial class HandshakeRecorder(ILoggerFactory loggers, OriginRefusals origins)
{
    /// <summary>The category of the log events.</summary>
    public const string Category = "WsAuth.Handshake";

    private const string Layer = "WsAuth";

    private static readonly EventId AcceptedEvent = new(1, "handshake_accepted");

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public void RecordAccepted(HttpContext context, HandshakeDecision decision)
    {
        // A plain request is no event: an API under the same scheme is called many times a second.
        var handshake = HandshakeFeature.Of(context);
        var level = handshake.Request.IsHandshake ? LogLevel.Information : LogLevel.Debug;
        if (handshake.IsRecorded || !_logger.IsEnabled(level))
        {
            return;
        }

        handshake.IsRecorded = true;
        var entry = new HandshakeLogEntry($"{Subject(handshake)} accepted: ");
        entry.Add(
            "Subject",
            decision.IsSubjectClaimed
                ? $"{ClientText.Quote(decision.Subject)} (claimed)"
                : ClientText.Quote(decision.Subject)
        );
        entry.Add(" at ", "Endpoint", EndpointOf(context));
        entry.Add(
            decision.SessionEnd is null ? ", no session end" : ", session ends ",
            "SessionEnd",
            decision.SessionEnd?.ToString("u")
        );
        AddParts(entry, handshake, decision);
        _logger.Log(level, AcceptedEvent, entry, null, HandshakeLogEntry.Format);
    }

    public void RecordRefused(HttpContext context, HandshakeDecision decision)
    {
        var handshake = HandshakeFeature.Of(context);
        if (handshake.IsRecorded)
        {
            return;
        }

        handshake.IsRecorded = true;
        var refusal = decision.Refusal!;
        var level =
            handshake.Request.IsHandshake || refusal.Reason.Level > LogLevel.Warning
                ? refusal.Reason.Level
                : LogLevel.Information;
        var untold = 0;
        if (
            refusal.Reason == ReasonCatalogue.OriginRefused
            && !origins.IsToBeTold(context.Request.Headers.Origin.ToString(), out untold)
        )
        {
            level = LogLevel.Debug;
        }

        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var entry = new HandshakeLogEntry($"{Subject(handshake)} refused: ");
        entry.Add("Reason", refusal.Reason.Code);
        entry.Add(" at ", "Endpoint", EndpointOf(context));
        entry.Add(" by ", "Layer", Layer);
        entry.Add(
            "; ",
            "Explanation",
            untold == 0 ? refusal.Explanation : $"{refusal.Explanation} {untold} more since this was last logged."
        );
        entry.Add(" Fix: ", "Fix", refusal.EffectiveFix);
        AddParts(entry, handshake, decision);
        _logger.Log(level, refusal.Reason.EventId, entry, null, HandshakeLogEntry.Format);
    }

    private static string Subject(HandshakeFeature handshake) =>
        handshake.Request.IsHandshake ? "WebSocket handshake" : "HTTP request";

    private static void AddParts(HandshakeLogEntry entry, HandshakeFeature handshake, HandshakeDecision decision)
    {
        entry.Add(" [attempt ", "AttemptId", handshake.AttemptId);
        entry.AddPresent(", kind ", "Kind", decision.Kind?.Name);
        entry.AddPresent(", location ", "Location", decision.Location == default ? null : decision.Location.Describe());
        entry.AddPresent(
            decision is { IsAccepted: true, Key.IsCurrent: false } ? ", previous key " : ", key ",
            "KeyFingerprint",
            decision.Key?.Fingerprint ?? decision.IssuerKey?.Fingerprint
        );
        entry.AddPresent(", source ", "SourceName", decision.Key?.Source ?? decision.IssuerKey?.Source);
        entry.Close("]");
    }

    private static string EndpointOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { Length: > 0 } pattern }
            ? (pattern[0] == '/' ? pattern : "/" + pattern)
            : ClientText.Quote((context.Request.PathBase + context.Request.Path).Value);

    /// <summary>The handler could not accept, since nothing before it makes WebSockets of requests.</summary>
    public void RecordWebSocketsMissing(HttpContext context) => LogWebSocketsMissing(_logger, EndpointOf(context));

    [LoggerMessage(
        2104,
        LogLevel.Error,
        "The handler at {Endpoint} could not accept the WebSocket: UseWebSockets is missing before it. Call app.UseWebSockets() before the endpoint is reached.",
        EventName = "UseWebSocketsMissing"
    )]
    private static partial void LogWebSocketsMissing(ILogger logger, string endpoint);
}
