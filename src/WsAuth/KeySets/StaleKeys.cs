namespace WsAuth.KeySets;

/// <summary>A key set as a token was judged by it, where newer keys could change the verdict.</summary>
/// <param name="Set">The key set.</param>
/// <param name="Generation">Its generation before the judgement.</param>
internal readonly record struct StaleKeys(KeySet Set, int Generation)
{
    /// <summary>The attempt to wait for, complete already where the set was read meanwhile; null where there is nothing newer to be had.</summary>
    public Task? Refresh() => Set.Refresh() ?? (Set.Generation == Generation ? null : Task.CompletedTask);
}
