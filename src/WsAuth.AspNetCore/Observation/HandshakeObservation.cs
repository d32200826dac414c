using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation.Pipeline;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>What is noted of one request on its way through the pipeline, until it is recorded.</summary>
internal sealed class HandshakeObservation
{
    private string? _attemptId;
    private bool _isRecorded;
    private HandshakeDecision? _recorded;

    /// <summary>Whether the observer sees this handshake leave the pipeline: then it is recorded there, and not before.</summary>
    public bool IsObserved { get; set; }

    /// <summary>Whether the connection is a socket now, or about to become one.</summary>
    public bool IsUpgraded { get; set; }

    /// <summary>Whether the decision comes after the upgrade, with the first message.</summary>
    public bool IsDecidedLater { get; set; }

    /// <summary>The refusal that a door answered; the first one, where an error page was asked after it.</summary>
    public HandshakeDecision? Refused { get; private set; }

    /// <summary>The accepted decision of the door that let the request pass.</summary>
    public HandshakeDecision? Passed { get; private set; }

    /// <summary>The decision by which the open socket is counted.</summary>
    public HandshakeDecision? Counted { get; set; }

    /// <summary>Where a door stood, since an error page may have been asked after it; null where none was reached.</summary>
    public string? Endpoint { get; private set; }

    /// <summary>What to do when somebody makes a socket of the raw stream, past the accept call; null where nobody waits for that.</summary>
    public Action? UpgradedRaw { get; set; }

    /// <summary>The connection that the request has become; null until then.</summary>
    public LiveConnection? Connection { get; set; }

    /// <summary>As whose the connection takes its place among those that are limited; null where it holds none.</summary>
    public PlaceOwner? Place { get; set; }

    /// <summary>The exception that the door saw the handler throw, or that left the pipeline.</summary>
    public Exception? Thrown { get; set; }

    /// <summary>Whether an exception left the pipeline, so that the server answers.</summary>
    public bool HasEscaped { get; set; }

    /// <summary>What the framework said of it while it was underway; null where it is not observed.</summary>
    public PipelineEvidence? Evidence { get; set; }

    /// <summary>Whether the request came to the door of an endpoint, and not only to one that stands before all.</summary>
    public bool IsEndpointEntered { get; set; }

    /// <summary>Whether code asked the server for the upgrade's own feature, which <c>UseWebSockets</c> is not needed for.</summary>
    public bool HasAskedToUpgrade { get; set; }

    /// <summary>The path that was asked for, before anything rewrote it; null where it is not observed.</summary>
    public PathString? AskedPath { get; set; }

    /// <summary>Why the server would not make a socket of the request.</summary>
    public Exception? UpgradeFailure { get; set; }

    /// <summary>Under which log and journal have the exact reason: the trace id where there is one, else 32 random hexadecimal digits.</summary>
    public string AttemptId => _attemptId ??= MakeAttemptId();

    /// <summary>Whether the attempt id is of a trace that came with the request, and so was chosen by the caller.</summary>
    public bool IsTraceOfCaller { get; private set; }

    public static HandshakeObservation Of(HttpContext context)
    {
        if (context.Features.Get<HandshakeObservation>() is { } observation)
        {
            return observation;
        }

        observation = new HandshakeObservation();
        context.Features.Set(observation);
        return observation;
    }

    /// <summary>A door let the request pass.</summary>
    public void Pass(HttpContext context, HandshakeDecision decision)
    {
        Passed = decision;
        Endpoint = EndpointOf(context);
    }

    /// <summary>A door answers a refusal.</summary>
    public void Refuse(HttpContext context, HandshakeDecision decision)
    {
        if (Refused is null)
        {
            Refused = decision;
            Endpoint = EndpointOf(context);
        }
    }

    /// <summary>
    /// Whether there is something to record: a handshake is recorded once; of a plain request each decision, since an error page may be
    /// refused after it.
    /// </summary>
    public bool MayRecord(HandshakeDecision? decision)
    {
        if (_isRecorded && (IsObserved || ReferenceEquals(_recorded, decision)))
        {
            return false;
        }

        _isRecorded = true;
        _recorded = decision;
        return true;
    }

    private string MakeAttemptId()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return ActivityTraceId.CreateRandom().ToHexString();
        }

        var root = activity;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        IsTraceOfCaller = root.ParentId is not null;
        return activity.TraceId.ToHexString();
    }

    /// <summary>The route that was matched, else the path, made safe to print.</summary>
    public static string EndpointOf(HttpContext context) => EndpointOf(context, context.GetEndpoint());

    /// <summary>The same of the endpoint that an error page has replaced.</summary>
    public static string EndpointOf(HttpContext context, Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { Length: > 0 } pattern }
            ? (pattern[0] == '/' ? pattern : "/" + pattern)
            : ClientText.Quote((context.Request.PathBase + context.Request.Path).Value);
}
