using System.Diagnostics;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// The activity source <c>WsAuth</c>: a span <c>wsauth.validate</c> around each validation, and an event <c>wsauth.handshake</c> on the request's own
/// span, which says what the record says.
/// </summary>
internal static class HandshakeTrace
{
    public const string SourceName = "WsAuth";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens to the source.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>The span of a validation; null where nobody wants it.</summary>
    public static Activity? StartValidation() => Source.StartActivity("wsauth.validate");

    /// <summary>Says in the span of a validation what came of it.</summary>
    public static void Describe(Activity? validation, HandshakeDecision decision)
    {
        if (validation is not null)
        {
            validation.SetTag("wsauth.outcome", decision.IsAccepted ? "accepted" : "refused");
            validation.SetTag("wsauth.reason", decision.Refusal?.Reason.Code);
            validation.SetTag("wsauth.kind", decision.Kind?.Name);
        }
    }

    /// <summary>Adds the event to the span that the request runs in.</summary>
    public static void Note(HandshakeRecord record)
    {
        if (!record.IsHandshake || Activity.Current is not { IsAllDataRequested: true } request)
        {
            return;
        }

        var tags = new ActivityTagsCollection
        {
            { "wsauth.outcome", record.Outcome },
            { "wsauth.attempt", record.AttemptId },
            { "wsauth.layer", record.Layer },
        };
        Add(tags, "wsauth.reason", record.Reason?.Code);
        Add(tags, "wsauth.kind", record.Kind?.Name);
        Add(tags, "wsauth.location", record.Location);
        Add(tags, "wsauth.key.fingerprint", record.KeyFingerprint);
        request.AddEvent(new ActivityEvent("wsauth.handshake", tags: tags));
    }

    private static void Add(ActivityTagsCollection tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
