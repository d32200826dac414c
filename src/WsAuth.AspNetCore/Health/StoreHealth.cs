using WsAuth.State;

namespace WsAuth.AspNetCore.Health;

/// <summary>How the store of single use is.</summary>
/// <param name="Name">Its type.</param>
/// <param name="IsProbed">Whether it says how it is.</param>
/// <param name="Fault">Why it can use no id.</param>
/// <param name="Count">How many ids it holds.</param>
/// <param name="Capacity">How many it can hold.</param>
internal sealed record StoreHealth(string Name, bool IsProbed, string? Fault, long? Count, long? Capacity)
{
    private const double NearlyFull = 0.9;

    public bool IsNearlyFull => Count is { } count && Capacity is { } capacity && count >= capacity * NearlyFull;

    public static StoreHealth Of(string name, SingleUseStoreState? state) =>
        new(name, state is not null, state?.Fault, state?.Count, state?.Capacity);
}
