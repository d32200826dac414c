using WsAuth.KeySets;

namespace WsAuth.AspNetCore.Health;

/// <summary>How the keys of one issuer are.</summary>
/// <param name="Name">Its entry in the configuration.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="KeyCount">How many are in force; 0 where none was ever read.</param>
/// <param name="Age">How long ago they were read last.</param>
/// <param name="Fault">Why the origin gave none when it was asked last; those in force stay.</param>
/// <param name="FaultySince">Since when.</param>
internal sealed record KeySetHealth(
    string Name,
    string Origin,
    int KeyCount,
    TimeSpan? Age,
    string? Fault,
    DateTimeOffset? FaultySince
)
{
    public static KeySetHealth Of(KeySetReport keys) =>
        new(keys.Name, keys.Origin, keys.Keys.Count, keys.Age, keys.Fault, keys.FaultySince);
}
