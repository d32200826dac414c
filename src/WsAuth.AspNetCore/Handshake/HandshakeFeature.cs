using Microsoft.AspNetCore.Http;
using WsAuth.Credentials;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>What is known of this request's handshake. It hangs on the request, so that both doors share one decision.</summary>
internal sealed class HandshakeFeature
{
    private Kept? _last;

    private HandshakeFeature(HttpContext context) => Request = new HttpHandshakeRequest(context);

    public HttpHandshakeRequest Request { get; }

    /// <summary>The accepted decision that the innermost door let pass: what code behind it asks the scheme does not replace it.</summary>
    public HandshakeDecision? Passed { get; set; }

    /// <summary>How long a caller who failed has to wait, zero where it need not; null where this request was not counted as a failure.</summary>
    public TimeSpan? FailureWait { get; set; }

    /// <summary>What the door accepts that let it pass; null where none did.</summary>
    public HandshakeRequirements? PassedRequirements
    {
        get
        {
            var kept = _last;
            while (kept is not null && !ReferenceEquals(kept.Decision, Passed))
            {
                kept = kept.Earlier;
            }

            return kept?.Requirements;
        }
    }

    /// <summary>The decision in force: that of the door, else the one that was made last.</summary>
    public HandshakeDecision? Decision => Passed ?? _last?.Decision;

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
    /// The decision under these requirements, <paramref name="locations"/> being those in force; null where none was made under
    /// them: a re-executed pipeline may have reached another endpoint.
    /// </summary>
    public HandshakeDecision? Find(HandshakeRequirements requirements, CredentialLocations locations)
    {
        for (var kept = _last; kept is not null; kept = kept.Earlier)
        {
            if (ReferenceEquals(requirements, kept.Requirements) || IsSame(kept, requirements, locations))
            {
                return kept.Decision;
            }
        }

        return null;
    }

    private bool IsSame(Kept kept, HandshakeRequirements requirements, CredentialLocations locations) =>
        (locations == kept.Locations || IsUnchangedBy(locations, kept))
        && requirements.TakesFirstMessage == kept.Requirements.TakesFirstMessage
        && requirements.SharedSecretUntil == kept.Requirements.SharedSecretUntil
        && requirements.IsSharedSecretDeprecated == kept.Requirements.IsSharedSecretDeprecated
        && Equals(requirements.Origins, kept.Requirements.Origins)
        && requirements.Kinds.SequenceEqual(kept.Requirements.Kinds);

    // More locations change nothing about a credential of the header where none of them holds anything: the scheme, which runs before
    // a lean door, looks at the header only.
    private bool IsUnchangedBy(CredentialLocations locations, Kept kept) =>
        kept.Decision is { Location: CredentialLocations.AuthorizationHeader }
        && (kept.Locations & locations) == kept.Locations
        && Request.RawQuery.Length <= 1
        && Request.Header(OfferedSubProtocols.HeaderName).Count == 0
        && Request.Header("Cookie").Count == 0;

    public HandshakeDecision Keep(
        HandshakeRequirements requirements,
        CredentialLocations locations,
        HandshakeDecision decision
    )
    {
        _last = new Kept(requirements, locations, decision, _last);
        return decision;
    }

    private sealed class Kept(
        HandshakeRequirements requirements,
        CredentialLocations locations,
        HandshakeDecision decision,
        Kept? earlier
    )
    {
        public HandshakeRequirements Requirements => requirements;

        public CredentialLocations Locations => locations;

        public HandshakeDecision Decision => decision;

        public Kept? Earlier => earlier;
    }
}
