using Microsoft.Extensions.DependencyInjection;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.AspNetCore.Connections;

/// <summary>One question about an open socket: is it revoked, by a store that others write too, and does the application still allow it?</summary>
internal sealed class RevalidationQuestion
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IRevocationStore _revocations;
    private readonly TimeProvider _clock;
    private readonly bool _asksStore;
    private readonly bool _asksApplication;

    public RevalidationQuestion(
        IServiceProvider services,
        IServiceScopeFactory scopes,
        IRevocationStore revocations,
        TimeProvider clock
    )
    {
        _scopes = scopes;
        _revocations = revocations;
        _clock = clock;

        // What is revoked in this process's memory is closed at once, by whoever revokes it.
        _asksStore = revocations is not InMemoryRevocationStore;

        // Another container may not be able to tell; then each question looks.
        _asksApplication =
            services.GetService<IServiceProviderIsService>()?.IsService(typeof(IConnectionRevalidator)) ?? true;
    }

    /// <summary>Whether there is anybody to ask.</summary>
    public bool IsAsked => _asksStore || _asksApplication;

    /// <summary>Whether the application has a question of its own.</summary>
    public bool AsksApplication => _asksApplication;

    /// <returns>The end that the answer means; null where the socket may stay open.</returns>
    public async Task<ConnectionEnding?> AskAsync(
        LiveConnection connection,
        RevalidationProgress progress,
        CancellationToken cancellationToken
    )
    {
        if (_asksStore)
        {
            progress.Asked = _revocations.GetType().Name;
            if (
                !_revocations.IsEmpty
                && await _revocations.FindAsync(connection.Decision.Revocable!, cancellationToken).ConfigureAwait(false)
                    is { } revocation
            )
            {
                return ConnectionEnding.Revoked(revocation, _clock.GetUtcNow());
            }
        }

        progress.Asked = null;
        return _asksApplication
            ? await AskApplicationAsync(connection, progress, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Makes the application's revalidators once, before anybody is connected: one that cannot be made would close every socket.</summary>
    /// <exception cref="InvalidOperationException">One cannot be made.</exception>
    public async Task CheckAsync()
    {
        if (!_asksApplication)
        {
            return;
        }

        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                _ = scope.ServiceProvider.GetServices<IConnectionRevalidator>().Count();
            }
            catch (InvalidOperationException exception)
            {
                throw new InvalidOperationException(
                    $"A connection revalidator that AddConnectionRevalidator registered cannot be made: {exception.Message} Register what its constructor asks for.",
                    exception
                );
            }
        }
    }

    private async Task<ConnectionEnding?> AskApplicationAsync(
        LiveConnection connection,
        RevalidationProgress progress,
        CancellationToken cancellationToken
    )
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            foreach (var revalidator in scope.ServiceProvider.GetServices<IConnectionRevalidator>())
            {
                var name = progress.Asked = revalidator.GetType().Name;
                if (!await revalidator.IsStillAllowedAsync(connection, cancellationToken).ConfigureAwait(false))
                {
                    return ConnectionEnding.Of(
                        ReasonCatalogue.NotAuthorized,
                        $"Its {name} says no to the open socket of subject {ClientText.Quote(connection.Subject)}."
                    ) with
                    {
                        Explanation = "The application's revalidation does not allow the open socket any more.",
                        Fix =
                            $"Nothing, where that is meant: otherwise look at what {name} asks. Whether the caller may connect again is decided by the endpoint's policy; let both ask the same.",
                    };
                }
            }
        }

        return null;
    }
}
