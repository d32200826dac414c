using WsAuth.Tokens;

namespace WsAuth.Client;

/// <summary>
/// Keeps a credential until shortly before its end. However many connections ask at once, it is fetched once; an expired one is never
/// handed out.
/// </summary>
public sealed class CredentialProvider : ICredentialProvider
{
    private readonly Func<CancellationToken, Task<MintedToken?>> _fetch;
    private readonly TimeSpan _margin;
    private readonly bool _isSingleUse;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private KeptCredential? _kept;
    private CredentialFetch? _running;

    /// <summary>A provider that asks <paramref name="fetch"/> whenever it has nothing that is good for a while.</summary>
    /// <param name="fetch">Mints or fetches a credential; null where there is none. It is cancelled when nobody waits for it any more.</param>
    /// <param name="options">How it is kept.</param>
    public CredentialProvider(
        Func<CancellationToken, Task<MintedToken?>> fetch,
        CredentialProviderOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(fetch);
        options ??= new CredentialProviderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Margin, TimeSpan.Zero, nameof(options));
        _fetch = fetch;
        (_margin, _isSingleUse, _clock) = (options.Margin, options.IsSingleUse, options.Clock);
    }

    /// <inheritdoc />
    /// <exception cref="CredentialUnavailableException">What was fetched has expired already.</exception>
    public async ValueTask<MintedToken?> GetAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isSingleUse)
        {
            var token = await _fetch(cancellationToken).ConfigureAwait(false);
            return HandOut(token is null ? null : new KeptCredential(token, _clock));
        }

        KeptCredential? last;
        CredentialFetch fetch;
        lock (_gate)
        {
            last = _kept;
            if (last?.IsGoodFor(_margin) == true)
            {
                return last.Token;
            }

            _running = _running is { IsAbandoned: false, Result.IsCompleted: false }
                ? _running
                : new(FetchAndKeepAsync);
            fetch = _running;
            fetch.Join();
        }

        return await WaitAsync(fetch, last, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Forget(MintedToken refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        lock (_gate)
        {
            if (ReferenceEquals(_kept?.Token, refused))
            {
                _kept = null;
            }
        }
    }

    private async Task<MintedToken?> WaitAsync(
        CredentialFetch fetch,
        KeptCredential? last,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return HandOut(await fetch.Result.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && IsStillGood(last))
        {
            return last!.Token;
        }
        finally
        {
            bool isAbandoned;
            lock (_gate)
            {
                isAbandoned = fetch.Leave();
            }

            if (isAbandoned)
            {
                fetch.Stop();
            }
        }
    }

    private async Task<KeptCredential?> FetchAndKeepAsync(CredentialFetch fetch, CancellationToken stopping)
    {
        var token = await _fetch(stopping).ConfigureAwait(false);
        if (token?.Kind.Equals(TokenKind.Ticket) == true)
        {
            throw new InvalidOperationException(
                "A ticket is good for one connection: use a TicketCredentialProvider, or set IsSingleUse."
            );
        }

        var fetched = token is null ? null : new KeptCredential(token, _clock);
        lock (_gate)
        {
            if (!fetch.IsAbandoned && fetched?.IsGoodFor(TimeSpan.Zero) != false)
            {
                _kept = fetched;
            }
        }

        return fetched;
    }

    private bool IsStillGood(KeptCredential? last)
    {
        lock (_gate)
        {
            return last is not null && ReferenceEquals(last, _kept) && last.IsGoodFor(TimeSpan.Zero);
        }
    }

    private static MintedToken? HandOut(KeptCredential? fetched) =>
        fetched is null || fetched.IsGoodFor(TimeSpan.Zero)
            ? fetched?.Token
            : throw new CredentialUnavailableException(
                $"The {fetched.Token.Kind} that was fetched expired at {fetched.Token.ExpiresAt:u}, by this machine's clock: "
                    + "look at its lifetime and at both clocks."
            );
}
