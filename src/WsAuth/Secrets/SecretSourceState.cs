namespace WsAuth.Secrets;

/// <summary>What became of a source when its secret was resolved.</summary>
public enum SecretSourceState
{
    /// <summary>It holds nothing.</summary>
    Absent,

    /// <summary>It is set, but empty or only white space: skipped, and warned about.</summary>
    Empty,

    /// <summary>It is the first present one: in force.</summary>
    Won,

    /// <summary>A source before it won, with the same value.</summary>
    ShadowedSame,

    /// <summary>A source before it won, with another value: tomorrow's outage, warned about.</summary>
    ShadowedDifferent,

    /// <summary>It is present but unusable: an error, and no later source takes its place.</summary>
    Refused,

    /// <summary>A previous value, still accepted.</summary>
    Previous,

    /// <summary>A previous value whose end has passed.</summary>
    Ended,
}
