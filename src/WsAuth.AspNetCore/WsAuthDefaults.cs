namespace WsAuth.AspNetCore;

/// <summary>Names that applications refer to.</summary>
public static class WsAuthDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "WsAuth";

    /// <summary>The answer header that tells the wire class of a refusal.</summary>
    public const string ReasonHeader = "X-WsAuth-Reason";

    /// <summary>The answer header that tells the attempt id, under which the server's log has the exact reason.</summary>
    public const string AttemptHeader = "X-WsAuth-Attempt";

    /// <summary>The header of an accepted handshake's answer that tells how many seconds the session lasts from then on, where <c>WsAuth:Connections:TellSessionEnd</c> says so.</summary>
    public const string SessionExpiresInHeader = "X-WsAuth-Session-Expires-In";
}
