namespace WsAuth.State;

/// <summary>
/// Remembers what may be used once. Using an id and finding out whether it was used before is one atomic step: of any number of
/// simultaneous uses exactly one is the first.
/// </summary>
public interface ISingleUseStore
{
    /// <summary>Whether other instances of the application use the same store. Where not, a ticket is good on its issuing instance only.</summary>
    bool IsShared => false;

    /// <summary>How the store is, for the health check; it uses no id.</summary>
    /// <param name="cancellationToken">Fires when the health check waits no longer.</param>
    /// <returns>Null where the store cannot say, which is no fault.</returns>
    ValueTask<SingleUseStoreState?> ProbeAsync(CancellationToken cancellationToken) => default;

    /// <summary>Uses an id.</summary>
    /// <param name="id">The id; a public one, such as a token id, never a token.</param>
    /// <param name="keepFor">How long the use has to be remembered: at least as long as the id could be presented again.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken);
}
