namespace WsAuth.State;

/// <summary>How a store of single use is.</summary>
/// <param name="Fault">Why it can use no id at the moment, in some words without a secret in them; null where it can.</param>
/// <param name="Count">How many ids it holds, where it knows.</param>
/// <param name="Capacity">How many it can hold, where it is bounded.</param>
public sealed record SingleUseStoreState(string? Fault = null, long? Count = null, long? Capacity = null);
