using WsAuth.State;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>A store of single use that can fall silent, and the source <c>code:vanishing</c> with it.</summary>
internal sealed class ScenarioStore(TimeProvider clock) : ISingleUseStore
{
    private readonly InMemorySingleUseStore _inner = new(clock);

    public bool IsDown { get; set; }

    public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        IsDown
            ? new(new SingleUse(SingleUseOutcome.Unavailable, Fault: "the store is down"))
            : _inner.UseAsync(id, keepFor, cancellationToken);
}
