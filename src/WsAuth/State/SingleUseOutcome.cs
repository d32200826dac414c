namespace WsAuth.State;

/// <summary>What came of using an id once.</summary>
public enum SingleUseOutcome
{
    /// <summary>The store cannot tell: the credential is refused.</summary>
    Unavailable,

    /// <summary>It is the first use.</summary>
    First,

    /// <summary>It was used before.</summary>
    Again,
}
