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

    /// <returns>The end that the answer means; null where the socket may stay open.</returns>
    public async Task<ConnectionEnding?> AskAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        if (
            _asksStore
            && !_revocations.IsEmpty
            && await _revocations.FindAsync(connection.Decision.Revocable!, cancellationToken).ConfigureAwait(false)
                is { } revocation
        )
        {
            return ConnectionEnding.Revoked(revocation, _clock.GetUtcNow());
        }

        return _asksApplication ? await AskApplicationAsync(connection, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<ConnectionEnding?> AskApplicationAsync(
        LiveConnection connection,
        CancellationToken cancellationToken
    )
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            foreach (var revalidator in scope.ServiceProvider.GetServices<IConnectionRevalidator>())
            {
                if (!await revalidator.IsStillAllowedAsync(connection, cancellationToken).ConfigureAwait(false))
                {
                    return ConnectionEnding.Of(
                        ReasonCatalogue.NotAuthorized,
                        $"The application's {revalidator.GetType().Name} says no to the open socket of subject {ClientText.Quote(connection.Subject)}."
                    );
                }
            }
        }

        return null;
    }
}
