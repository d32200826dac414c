using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using WsAuth.Credentials;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>What is known of this request's handshake. It hangs on the request, so that both doors share one decision.</summary>
internal sealed class HandshakeFeature
{
    private HandshakeRequirements? _requirements;
    private CredentialLocations _locations;
    private HandshakeDecision? _decision;
    private string? _attemptId;

    private HandshakeFeature(HttpContext context) => Request = new HttpHandshakeRequest(context);

    public HttpHandshakeRequest Request { get; }

    /// <summary>The decision that was made last.</summary>
    public HandshakeDecision? Decision => _decision;

    /// <summary>Whether the handshake's log event is written: it is written once.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>Under which the log has the exact reason: the trace id where there is one, else 32 random hexadecimal digits.</summary>
    public string AttemptId =>
        _attemptId ??= Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.TraceId.ToHexString()
            : ActivityTraceId.CreateRandom().ToHexString();

    public static HandshakeFeature Of(HttpContext context)
    {
        if (context.Features.Get<HandshakeFeature>() is { } feature)
        {
            return feature;
        }

        feature = new HandshakeFeature(context);
        context.Features.Set(feature);
        return feature;
    }

    /// <summary>
    /// The decision under these requirements, <paramref name="locations"/> being those in force; null where none was made, or one
    /// under others: a re-executed pipeline may have reached another endpoint.
    /// </summary>
    public HandshakeDecision? Find(HandshakeRequirements requirements, CredentialLocations locations) =>
        ReferenceEquals(requirements, _requirements)
        || (
            _requirements is not null
            && (locations == _locations || IsUnchangedBy(locations))
            && requirements.TakesFirstMessage == _requirements.TakesFirstMessage
            && Equals(requirements.Origins, _requirements.Origins)
            && requirements.Kinds.SequenceEqual(_requirements.Kinds)
        )
            ? _decision
            : null;

    // More locations change nothing about a credential of the header where none of them holds anything: the scheme, which runs before
    // a lean door, looks at the header only.
    private bool IsUnchangedBy(CredentialLocations locations) =>
        _decision is { Location: CredentialLocations.AuthorizationHeader }
        && (_locations & locations) == _locations
        && Request.RawQuery.Length <= 1
        && Request.Header(OfferedSubProtocols.HeaderName).Count == 0
        && Request.Header("Cookie").Count == 0;

    public HandshakeDecision Keep(
        HandshakeRequirements requirements,
        CredentialLocations locations,
        HandshakeDecision decision
    )
    {
        // Another decision is another event: a re-executed pipeline may be refused at a second endpoint.
        IsRecorded = false;
        _requirements = requirements;
        _locations = locations;
        return _decision = decision;
    }
}
