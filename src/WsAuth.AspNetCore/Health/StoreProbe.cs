using WsAuth.State;

namespace WsAuth.AspNetCore.Health;

/// <summary>Asks the store of single use how it is, for two seconds at most; a store that hangs is asked once, however often the check runs.</summary>
internal sealed class StoreProbe(ISingleUseStore store, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<SingleUseStoreState?>? _asking;

    public string StoreName => store.GetType().Name;

    /// <summary>How it is; null where it does not say.</summary>
    public async Task<SingleUseStoreState?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Ask().WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return new SingleUseStoreState(
                exception switch
                {
                    OperationCanceledException when cancellationToken.IsCancellationRequested =>
                        "it did not answer before the health check had to end",
                    TimeoutException or OperationCanceledException =>
                        $"it did not answer within {Patience.TotalSeconds:0} s",
                    // Its message may hold anything.
                    _ => $"it threw {exception.GetType().Name}",
                }
            );
        }
    }

    private Task<SingleUseStoreState?> Ask()
    {
        lock (_gate)
        {
            return _asking is { IsCompleted: false } ? _asking : _asking = Task.Run(AskStoreAsync);
        }
    }

    private async Task<SingleUseStoreState?> AskStoreAsync()
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        return await store.ProbeAsync(limit.Token).ConfigureAwait(false);
    }
}
