namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Something that a component of the framework said about a handshake while it was underway.</summary>
/// <param name="Source">Which component.</param>
/// <param name="Name">The event's name; empty where the framework gave it none.</param>
/// <param name="Values">The few values that are kept: names of things, never a query, a header or a message.</param>
internal sealed record PipelineEvent(
    EvidenceSource Source,
    string Name,
    IReadOnlyList<KeyValuePair<string, string>> Values
)
{
    /// <summary>A value as it came, since it is quoted where it is shown.</summary>
    public string? this[string key] => Values.FirstOrDefault(pair => pair.Key == key).Value;
}
