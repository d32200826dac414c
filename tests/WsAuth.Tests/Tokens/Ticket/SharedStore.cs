using WsAuth.State;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>A store as several instances share one; it can fail as such stores do.</summary>
internal sealed class SharedStore(TimeProvider clock, bool isShared = true) : ISingleUseStore
{
    private readonly InMemorySingleUseStore _inner = new(clock);

    public bool IsShared => isShared;

    public int Asked { get; private set; }

    /// <summary>What it does instead of answering.</summary>
    public Func<ValueTask<SingleUse>>? Fault { get; set; }

    public ValueTask<SingleUse> UseAsync(string id, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        Asked++;
        return Fault?.Invoke() ?? _inner.UseAsync(id, keepFor, cancellationToken);
    }
}
