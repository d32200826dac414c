using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>
/// Counts accepted shared secrets and edge tokens by agent and kind: who has still to move. It is bounded, each kind by itself,
/// so that names made up under a shared secret do not crowd out those that edge tokens prove.
/// </summary>
public sealed class AgentUses
{
    /// <summary>How many agents of a kind are counted one by one.</summary>
    public const int MostAgents = 1_000;

    internal static readonly TimeSpan WarningInterval = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenKind, Agents> _kinds = [];

    /// <summary>Made by the container; counts from then on.</summary>
    public AgentUses(TimeProvider clock) => _clock = clock;

    /// <summary>What was counted, the most used first.</summary>
    public IReadOnlyList<AgentUse> Read()
    {
        lock (_gate)
        {
            return
            [
                .. _kinds
                    .SelectMany(kind =>
                        kind.Value.Named.Select(pair =>
                                pair.Value.Read(pair.Key.Length == 0 ? null : pair.Key, kind.Key)
                            )
                            .Concat(
                                kind.Value.Rest is { } rest
                                    ? [rest.Read(null, kind.Key) with { IsRemainder = true }]
                                    : []
                            )
                    )
                    .OrderByDescending(use => use.Count),
            ];
        }
    }

    /// <summary>Counts one use.</summary>
    /// <param name="agentId">The agent; null where none is named.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="isWarning">Whether the use is one to warn about.</param>
    /// <returns>The uses so far where it is to be warned about now; null where it is not, or was lately.</returns>
    internal AgentUse? Count(string? agentId, TokenKind kind, bool isWarning)
    {
        lock (_gate)
        {
            if (!_kinds.TryGetValue(kind, out var agents))
            {
                _kinds[kind] = agents = new Agents();
            }

            var use = agents.Find(agentId ?? "");
            use.Count++;
            use.LastUsed = _clock.GetUtcNow();
            if (!isWarning || (use.WarnedAt is { } at && _clock.GetElapsedTime(at) < WarningInterval))
            {
                return null;
            }

            use.WarnedAt = _clock.GetTimestamp();
            return use.Read(agentId, kind) with { IsRemainder = ReferenceEquals(use, agents.Rest) };
        }
    }

    private sealed class Agents
    {
        public Dictionary<string, Use> Named { get; } = new(StringComparer.Ordinal);

        public Use? Rest { get; private set; }

        public Use Find(string agentId) =>
            Named.TryGetValue(agentId, out var use) ? use
            : Named.Count < MostAgents ? Named[agentId] = new Use()
            : Rest ??= new Use();
    }

    private sealed class Use
    {
        public long Count { get; set; }

        public DateTimeOffset LastUsed { get; set; }

        public long? WarnedAt { get; set; }

        public AgentUse Read(string? agentId, TokenKind kind) => new(agentId, kind, Count, LastUsed);
    }
}
