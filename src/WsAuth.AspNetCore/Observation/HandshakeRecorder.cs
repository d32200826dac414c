using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Makes the one record of each handshake. A handshake that the observer sees is recorded when it leaves
/// the pipeline or becomes a socket; doors only note their decision.
/// </summary>
internal sealed class HandshakeRecorder(RecordDistributor records, HandshakeMetrics metrics, TimeProvider clock)
{
    private int _underway;

    /// <summary>How many handshakes are in the pipeline, or decided and not written yet.</summary>
    public int Underway => Volatile.Read(ref _underway);

    /// <summary>A handshake enters the pipeline; the observer says when it leaves.</summary>
    public void Enter(HandshakeObservation observation)
    {
        observation.IsObserved = true;
        Interlocked.Increment(ref _underway);
    }

    /// <summary>A door let the request pass, or knows its caller since the first message.</summary>
    public void RecordAccepted(HttpContext context, HandshakeDecision decision)
    {
        var observation = HandshakeObservation.Of(context);
        observation.Pass(context, decision);
        if (!observation.IsObserved || observation.IsUpgraded)
        {
            Record(context, observation, decision);
        }
    }

    /// <summary>A door answers a refusal, or closes the socket with it.</summary>
    public void RecordRefused(HttpContext context, HandshakeDecision decision)
    {
        var observation = HandshakeObservation.Of(context);
        observation.Refuse(context, decision);
        if (!observation.IsObserved || observation.IsUpgraded)
        {
            Record(context, observation, decision);
        }
    }

    /// <summary>Has the request made a socket, and records that; where it fails, what becomes of the handshake is still open.</summary>
    /// <param name="context">The request.</param>
    /// <param name="observation">What is noted of it.</param>
    /// <param name="open">The server's own way to do it.</param>
    /// <param name="isRaw">Whether that is the stream below a socket, which somebody else makes of it.</param>
    public async Task<T> WatchAsync<T>(
        HttpContext context,
        HandshakeObservation observation,
        Func<ValueTask<T>> open,
        bool isRaw
    )
    {
        // Before the call: the answer's headers go out inside it.
        observation.IsUpgraded = true;
        try
        {
            var opened = await open().ConfigureAwait(false);
            RecordUpgraded(context, observation);
            if (isRaw)
            {
                observation.UpgradedRaw?.Invoke();
            }

            return opened;
        }
        catch (Exception exception)
        {
            observation.IsUpgraded = false;
            observation.UpgradeFailure = exception;
            throw;
        }
    }

    /// <summary>The request is a socket now.</summary>
    public void RecordUpgraded(HttpContext context, HandshakeObservation observation)
    {
        observation.IsUpgraded = true;
        if (!observation.IsDecidedLater)
        {
            Record(context, observation, observation.Refused ?? observation.Passed ?? SchemesDecision(context));
        }
    }

    /// <summary>The handshake has left the pipeline, answered by whomever; or its socket has ended.</summary>
    public void RecordLeft(HttpContext context, HandshakeObservation observation)
    {
        if (observation.Counted is { } counted)
        {
            metrics.CountConnection(counted, -1);
        }

        if (observation.Refused is { } refused)
        {
            Record(context, observation, refused);
        }
        else if (observation.MayRecord(observation.Passed))
        {
            Write(
                observation,
                ObservedRefusal.Describe(context, observation, SchemesDecision(context), clock.GetUtcNow())
            );
        }
    }

    /// <summary>A record of what never reached the pipeline.</summary>
    public void Record(HandshakeRecord record) => records.HandUnseen(record);

    /// <summary>An open socket presented a new credential.</summary>
    public void RecordRefresh(HandshakeRecord record) => records.Hand(record, written: null);

    private void Record(HttpContext context, HandshakeObservation observation, HandshakeDecision? decision)
    {
        if (observation.MayRecord(decision))
        {
            if (observation.IsUpgraded && decision is { IsAccepted: true })
            {
                observation.Counted = decision;
                metrics.CountConnection(decision, 1);
            }

            Write(observation, HandshakeRecord.Of(context, observation, decision, clock.GetUtcNow()));
        }
    }

    private void Write(HandshakeObservation observation, HandshakeRecord record) =>
        records.Hand(record, observation.IsObserved ? LeavePipeline : null);

    private void LeavePipeline() => Interlocked.Decrement(ref _underway);

    // An endpoint with the bare scheme has no door: the decision is the scheme's. Where there is no endpoint, nobody asked for it.
    private static HandshakeDecision? SchemesDecision(HttpContext context) =>
        context.GetEndpoint() is not null
        && context.Features.Get<HandshakeFeature>()?.Decision is { IsAccepted: true } decision
            ? decision
            : null;
}
