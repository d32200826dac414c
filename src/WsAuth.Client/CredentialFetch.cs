namespace WsAuth.Client;

/// <summary>One fetch and those who wait for it; it is cancelled when the last of them has left. Guarded by its owner's lock.</summary>
internal sealed class CredentialFetch
{
    private readonly CancellationTokenSource _stopping = new();
    private int _waiting;

    /// <summary>Begins off the caller's thread, which holds the lock.</summary>
    public CredentialFetch(Func<CredentialFetch, CancellationToken, Task<KeptCredential?>> fetch)
    {
        var stopping = _stopping.Token;
        Result = Task.Run(() => fetch(this, stopping), CancellationToken.None);
    }

    public Task<KeptCredential?> Result { get; }

    public bool IsAbandoned { get; private set; }

    public void Join() => _waiting++;

    /// <summary>Whether the last one left before the end: then <see cref="Stop"/> it, outside of the lock.</summary>
    public bool Leave() => IsAbandoned = --_waiting == 0 && !Result.IsCompleted;

    public void Stop()
    {
        _stopping.Cancel();

        // Nobody looks at how it ends.
        _ = Result.ContinueWith(
            static ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
    }
}
