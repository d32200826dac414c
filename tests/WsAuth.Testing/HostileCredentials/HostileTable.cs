namespace WsAuth.Testing.HostileCredentials;

/// <summary>Malicious, malformed and valid credentials of all kinds, each with its expected end; one table for every run.</summary>
public static class HostileTable
{
    public static IReadOnlyList<HostileCredential> Rows { get; } =
    [
        .. JwtHeaderRows.All,
        .. JwtPayloadRows.All,
        .. JwtShapeRows.All,
        .. IssuerRows.All,
        .. TicketRows.All,
        .. EdgeTokenRows.All,
        .. SharedSecretRows.All,
        .. ForeignShapeRows.All,
    ];
}
