namespace WsAuth.Secrets;

/// <summary>
/// The values of one named secret that are in force: the current one, then the previous ones that are still accepted.
/// A ring never changes; <see cref="SecretResolver.GetRing(string)"/> answers another one when its sources have changed.
/// </summary>
public sealed class SecretRing
{
    internal SecretRing(
        string name,
        string environmentName,
        IReadOnlyList<SecretKey> keys,
        int sourceCount,
        string? fault
    )
    {
        Name = name;
        EnvironmentName = environmentName;
        Keys = keys;
        SourceCount = sourceCount;
        Fault = fault;
    }

    /// <summary>The named secret.</summary>
    public string Name { get; }

    /// <summary>The environment that it was resolved in.</summary>
    public string EnvironmentName { get; }

    /// <summary>Current first, then previous in their order; empty where the secret is unavailable. Check each by <see cref="SecretKey.IsAcceptedAt"/>.</summary>
    public IReadOnlyList<SecretKey> Keys { get; }

    /// <summary>The value that new tokens are made with; null where the secret is unavailable.</summary>
    public SecretKey? Current => Keys.Count > 0 ? Keys[0] : null;

    /// <summary>How many sources the order names.</summary>
    public int SourceCount { get; }

    /// <summary>Why the secret is unavailable or degraded, and the fix; null where all is well.</summary>
    public string? Fault { get; }

    /// <summary>Whether it is unavailable because a source failed: nobody knows then what the value is.</summary>
    internal bool HasFailedSource { get; init; }

    /// <summary>The named secret and its current key's fingerprint.</summary>
    public override string ToString() => Current is null ? $"{Name}: unavailable" : $"{Name}: {Current}";

    /// <summary>Where the current value came from, for an explanation: <c>fp:… from env:X (source 1 of 3)</c>.</summary>
    public string DescribeCurrent() =>
        Current is null ? "nothing"
        : Current.Hygiene.Count == 0
            ? $"{Current.Fingerprint} from {Current.Source} (source {Current.Position} of {SourceCount})"
        : $"{Current.Fingerprint} from {Current.Source} (source {Current.Position} of {SourceCount}; it {string.Join(" and ", Current.Hygiene)})";

    /// <summary>That no key of the ring verifies a signature, and what is in force: one sentence for every kind that is signed.</summary>
    internal string DescribeMismatch()
    {
        var verdict =
            Keys.Count == 1
                ? $"The key of secret '{Name}' does not verify"
                : $"None of the {Keys.Count} keys of secret '{Name}' verifies";
        return $"{verdict} the signature; in force in {EnvironmentName}: {DescribeCurrent()}.";
    }
}
