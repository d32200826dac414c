namespace WsAuth.State;

/// <summary>What came of using an id once.</summary>
/// <param name="Outcome">First, again, or unknown.</param>
/// <param name="UsedAt">When it was used first, where it was used before.</param>
/// <param name="Fault">Why the store cannot tell, where it cannot.</param>
public readonly record struct SingleUse(SingleUseOutcome Outcome, DateTimeOffset? UsedAt = null, string? Fault = null);
