using WsAuth.State;

namespace WsAuth.Tool.Tokens;

/// <summary>Stands in for the service's store of used tickets, which this tool does not see: everything is used for the first time, and nothing is remembered.</summary>
internal sealed class UnspentStore : ISingleUseStore
{
    public static UnspentStore Instance { get; } = new();

    /// <summary>True, so that nothing is refused for the instance alone: which ones there are is not known here.</summary>
    public bool IsShared => true;

    public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        new(new SingleUse(SingleUseOutcome.First));
}
