using System.Globalization;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.Tokens;

/// <summary>Asks whether an otherwise accepted credential is revoked: after everything else, and before a single use is spent. A store that cannot tell is a refusal.</summary>
internal sealed class RevocationGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IRevocationStore _store;
    private readonly TimeProvider _clock;

    public RevocationGate(IRevocationStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
    }

    /// <summary>The verdict itself where nothing is revoked, else the refusal. It asks once: a verdict that came through here does not ask again.</summary>
    /// <param name="verdict">A verdict; a refusal stays one.</param>
    /// <param name="kind">The credential's kind.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    public ValueTask<TokenVerdict> PassAsync(TokenVerdict verdict, TokenKind kind, CancellationToken cancellationToken)
    {
        // A validator of somebody's own may answer null; whoever reads the verdict says so.
        if (verdict is not { IsAccepted: true, IsRevocationChecked: false } || _store.IsEmpty)
        {
            return new(verdict);
        }

        return AskAsync(verdict, kind, cancellationToken);
    }

    /// <summary>As above, when the verdict is there.</summary>
    public ValueTask<TokenVerdict> PassAsync(
        ValueTask<TokenVerdict> validation,
        TokenKind kind,
        CancellationToken cancellationToken
    )
    {
        return validation.IsCompletedSuccessfully
            ? PassAsync(validation.Result, kind, cancellationToken)
            : AwaitAsync();

        async ValueTask<TokenVerdict> AwaitAsync() =>
            await PassAsync(await validation.ConfigureAwait(false), kind, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What of an accepted verdict can be revoked. A ticket's session began with its parent, not with the ticket.</summary>
    public static RevocableCredential Describe(TokenVerdict verdict, TokenKind kind)
    {
        var isTicket = kind.Equals(TokenKind.Ticket);
        return new RevocableCredential(
            verdict.Subject!,
            verdict.Claims!.Find("jti"),
            isTicket ? verdict.Claims.Find("sjti") : null,
            ReadTime(verdict.Claims.Find(isTicket ? "siat" : "iat")),
            verdict.Key?.Fingerprint ?? verdict.IssuerKey?.Fingerprint,
            isTicket ? verdict.Claims.Find("skey") : null
        );
    }

    private async ValueTask<TokenVerdict> AskAsync(
        TokenVerdict verdict,
        TokenKind kind,
        CancellationToken cancellationToken
    )
    {
        string fault;
        try
        {
            var asking = _store.FindAsync(Describe(verdict, kind), cancellationToken);
            var revocation = asking.IsCompletedSuccessfully
                ? asking.Result
                : await asking.AsTask().WaitAsync(Patience, _clock, cancellationToken).ConfigureAwait(false);
            verdict.IsRevocationChecked = true;
            return revocation is null
                ? verdict
                : verdict.RefusedAfterwards(
                    ReasonCatalogue.TokenRevoked,
                    $"It was revoked {revocation}.",
                    revocation.Fix
                );
        }
        catch (TimeoutException)
        {
            fault = $"did not answer within {Patience.Seconds} s";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"threw {exception.GetType().Name}";
        }

        return verdict.RefusedAfterwards(
            ReasonCatalogue.StateUnavailable,
            $"The store of revocations, {_store.GetType().Name}, {fault}."
        );
    }

    private static DateTimeOffset? ReadTime(string? seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value is >= 0 and <= UnixSeconds.Last
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond))
            : null;
}
