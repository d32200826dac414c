using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Limits;

/// <summary>
/// Counts who is let in, by subject and in all. A place is taken before the accept and by one step, so that of any number who come at once no more than
/// the limit get one, and it is held until the handler has ended and the client's answer to a close has come.
/// </summary>
/// <remarks>
/// A <c>ConcurrencyLimiter</c> of the platform keeps the limit that it was made with, where these settings may change while it runs, and has an object for each
/// lease and each subject.
/// </remarks>
internal sealed class ConnectionPlaces(WsAuthSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PlaceOwner, int> _taken = [];
    private int _all;

    /// <summary>Takes a place for a handshake, in the stead of one that an outer door may have taken for somebody else.</summary>
    /// <returns>The refusal where there is none left; otherwise null.</returns>
    public HandshakeDecision? Take(HttpContext context, HandshakeDecision decision)
    {
        if (!HandshakeFeature.Of(context).Request.IsHandshake)
        {
            return null;
        }

        var limits = settings.Current.Limits;
        var owner = NamesNobody(decision)
            ? PlaceOwner.Nobody
            : OwnerOf(decision.Subject, decision.IsSubjectClaimed, limits);
        var observation = HandshakeObservation.Of(context);
        string? fault;
        lock (_gate)
        {
            GiveBack(observation);
            fault = FindFault(owner, limits);
            if (fault is null)
            {
                observation.Place = owner;
                _all++;
                if (owner.Subject is not null)
                {
                    _taken[owner] = _taken.GetValueOrDefault(owner) + 1;
                }
            }
        }

        return fault is null
            ? null
            : HandshakeDecision.Refused(
                new Refusal(ReasonCatalogue.TooManyConnections, fault),
                decision.Kind,
                decision.Location
            );
    }

    /// <summary>Why a subject would get no place now; null where it would. Nothing is taken.</summary>
    public string? FindFault(string subject, bool isClaimed)
    {
        var limits = settings.Current.Limits;
        var owner = OwnerOf(subject, isClaimed, limits);
        lock (_gate)
        {
            return FindFault(owner, limits);
        }
    }

    /// <summary>The handler is gone: ends the watch, and then gives the place back, whatever comes of the former.</summary>
    public async ValueTask LeaveAsync(HttpContext context, ConnectionWatch watch)
    {
        try
        {
            await watch.LeaveAsync(context).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                GiveBack(HandshakeObservation.Of(context));
            }
        }
    }

    // Agents that name nobody have one name in common, which is no caller's.
    private static bool NamesNobody(HandshakeDecision decision) =>
        TokenKind.SharedSecret.Equals(decision.Kind) && !decision.IsSubjectClaimed;

    // Who names nobody is nobody's second connection. Where there is no limit by subject, none is remembered.
    private static PlaceOwner OwnerOf(string? subject, bool isClaimed, LimitOptions limits) =>
        limits.ConnectionsPerSubject is null || string.IsNullOrEmpty(subject)
            ? PlaceOwner.Nobody
            : new PlaceOwner(subject, isClaimed);

    private string? FindFault(PlaceOwner owner, LimitOptions limits) =>
        owner.Subject is not null && limits.ConnectionsPerSubject is { } most && _taken.GetValueOrDefault(owner) >= most
            ? $"Subject {ClientText.Quote(owner.Subject)} has as many open as WsAuth:Limits:ConnectionsPerSubject lets it have: {most}."
        : limits.ConnectionsInAll is { } all && _all >= all
            ? $"As many are open in this process as WsAuth:Limits:ConnectionsInAll allows: {all}."
        : null;

    private void GiveBack(HandshakeObservation observation)
    {
        if (observation.Place is not { } owner)
        {
            return;
        }

        observation.Place = null;
        _all--;
        if (owner.Subject is null)
        {
            return;
        }

        if (_taken[owner] == 1)
        {
            _taken.Remove(owner);
        }
        else
        {
            _taken[owner]--;
        }
    }
}
