using WsAuth.State;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>A shared store that takes every use for the first: tickets of the table are judged by their content alone.</summary>
public sealed class AnyNumberOfTimes : ISingleUseStore
{
    public bool IsShared => true;

    public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        new(new SingleUse(SingleUseOutcome.First, null, null));
}
