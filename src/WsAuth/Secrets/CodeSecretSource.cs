namespace WsAuth.Secrets;

/// <summary>A delegate that gives a secret's text, under the name by which orders refer to it (<c>code:NAME</c>).</summary>
/// <param name="Name">The name.</param>
/// <param name="Read">Answers the text, or null where there is none; called at start and every polling interval, so let it answer at once.</param>
public sealed record CodeSecretSource(string Name, Func<SecretRequest, string?> Read)
{
    /// <summary>Whether it holds a secret for each agent: it is then asked when an agent calls, by many threads at a time, and not at start.</summary>
    public bool IsPerAgent { get; init; }
}
