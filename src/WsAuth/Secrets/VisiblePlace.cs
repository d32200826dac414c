namespace WsAuth.Secrets;

/// <summary>Where a visible value stands.</summary>
internal enum VisiblePlace
{
    /// <summary>A source of the order.</summary>
    Order,

    /// <summary>A source of the previous values.</summary>
    Previous,

    /// <summary>No source holds it any more: the last good value of a secret whose present one is unusable.</summary>
    LastGood,

    /// <summary>The development default that was made on this machine before, in an environment that does not use it.</summary>
    DevelopmentDefault,

    /// <summary>A variable that others use for such a secret and that is never read here.</summary>
    OtherName,
}
