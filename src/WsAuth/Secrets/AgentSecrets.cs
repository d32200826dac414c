namespace WsAuth.Secrets;

/// <summary>
/// The resolutions of agents that have a secret of their own, bounded: where there are more, the one that was not used for the
/// longest is read again when it is. Unknown agents take no room, so nobody fills it with made-up names.
/// </summary>
internal sealed class AgentSecrets(int capacity = AgentSecrets.DefaultCapacity)
{
    internal const int DefaultCapacity = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string AgentId), Entry> _entries = [];
    private long _age;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>From now on everything is read again at its next use, as the sources that all share are read now.</summary>
    public void Age() => Interlocked.Increment(ref _age);

    /// <summary>The resolution for one agent, read again where it has aged; a broken new value leaves the last good one in force.</summary>
    public SecretResolution Get(
        (string Name, string AgentId) agent,
        Func<SecretResolution> evaluate,
        Func<SecretResolution, bool> isOwn
    )
    {
        var age = Interlocked.Read(ref _age);
        lock (_gate)
        {
            if (_entries.TryGetValue(agent, out var entry) && entry.Age == age)
            {
                return entry.Resolution;
            }
        }

        // Outside of the lock: code of the application runs here, and other agents do not wait for it.
        var now = evaluate();
        lock (_gate)
        {
            var resolution = _entries.TryGetValue(agent, out var before)
                ? SecretFollowing.Follow(before.Resolution, now)
                : now;
            if (!isOwn(resolution))
            {
                _entries.Remove(agent);
                return resolution;
            }

            if (before is null && _entries.Count >= capacity)
            {
                _entries.Remove(_entries.MinBy(pair => pair.Value.Age).Key);
            }

            _entries[agent] = new Entry(resolution, age);
            return resolution;
        }
    }

    private sealed record Entry(SecretResolution Resolution, long Age);
}
