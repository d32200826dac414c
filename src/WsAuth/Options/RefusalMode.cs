namespace WsAuth.Options;

/// <summary>How a handshake is refused.</summary>
public enum RefusalMode
{
    /// <summary>By an HTTP answer instead of the upgrade.</summary>
    Http,
}
