namespace WsAuth.State;

/// <summary>
/// Remembers what was revoked. It is asked at the end of every handshake whose credential is otherwise accepted; where it does not answer, the
/// handshake is refused.
/// </summary>
public interface IRevocationStore
{
    /// <summary>Whether nothing at all is revoked, known without asking anybody: then the credential's ids are not even read.</summary>
    bool IsEmpty => false;

    /// <summary>Remembers a revocation.</summary>
    /// <param name="revocation">What is revoked.</param>
    /// <param name="keepFor">How long that has to be remembered: at least as long as a credential that it concerns could be presented.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">The store is full: it refuses, and forgets nothing early.</exception>
    ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>The revocation that concerns a credential; null where there is none.</summary>
    /// <param name="credential">What is known of the credential.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken);
}
