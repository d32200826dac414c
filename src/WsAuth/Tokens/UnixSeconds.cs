namespace WsAuth.Tokens;

/// <summary>Seconds since 1970, as tokens write their times.</summary>
internal static class UnixSeconds
{
    /// <summary>9999-12-31T23:59:59Z, the last second that there is a date for.</summary>
    public const long Last = 253402300799;
}
