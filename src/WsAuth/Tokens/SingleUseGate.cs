using System.Globalization;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.State;

namespace WsAuth.Tokens;

/// <summary>
/// Uses an id once, as the last step of a validation: atomic, once per request however often that is decided about, and a refusal
/// whenever the store cannot tell.
/// </summary>
internal sealed class SingleUseGate(ISingleUseStore store, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long _failingSince = -1;

    /// <summary>Null where this is the id's first use, or this request's own; otherwise the refusal.</summary>
    /// <param name="request">The request that presents it.</param>
    /// <param name="subject">Whom the credential proves.</param>
    /// <param name="id">The id.</param>
    /// <param name="keepFor">For how long it could be presented again.</param>
    /// <param name="used">The reason where it was used before.</param>
    /// <param name="key">The key that verified the credential.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    public async ValueTask<TokenVerdict?> RefuseUsedAsync(
        HandshakeRequest request,
        string subject,
        string id,
        TimeSpan keepFor,
        Reason used,
        SecretKey key,
        CancellationToken cancellationToken
    )
    {
        if (request.RedeemedId == id)
        {
            return null;
        }

        if (request.FindLimit(subject) is { } limit)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TooManyConnections, limit, key);
        }

        var use = await AskAsync(id, keepFor, cancellationToken).ConfigureAwait(false);
        switch (use.Outcome)
        {
            case SingleUseOutcome.First:
                Interlocked.Exchange(ref _failingSince, -1);
                request.RedeemedId = id;
                return null;
            case SingleUseOutcome.Again:
                Interlocked.Exchange(ref _failingSince, -1);
                return TokenVerdict.Refused(used, DescribeFirstUse(use.UsedAt), key);
            default:
                return TokenVerdict.Refused(ReasonCatalogue.StateUnavailable, DescribeFault(use.Fault), key);
        }
    }

    private async ValueTask<SingleUse> AskAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        try
        {
            var asking = store.UseAsync(id, keepFor, cancellationToken);
            return asking.IsCompletedSuccessfully
                ? asking.Result
                : await asking.AsTask().WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new SingleUse(SingleUseOutcome.Unavailable, null, $"it did not answer within {Patience.Seconds} s");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new SingleUse(SingleUseOutcome.Unavailable, null, $"it threw {exception.GetType().Name}");
        }
    }

    private string DescribeFirstUse(DateTimeOffset? usedAt) =>
        usedAt is { } time
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"It was used first at {time:yyyy-MM-dd'T'HH:mm:ss'Z'}, {(long)Math.Max(0, (clock.GetUtcNow() - time).TotalSeconds)} s ago."
            )
            : "It was used before.";

    private string DescribeFault(string? fault)
    {
        var now = clock.GetTimestamp();
        var since = Interlocked.CompareExchange(ref _failingSince, now, -1);
        var seconds = since < 0 ? 0 : (long)clock.GetElapsedTime(since, now).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The store of single use, {store.GetType().Name}, cannot tell: {fault ?? "it gave no reason"}; for {seconds} s now."
        );
    }
}
