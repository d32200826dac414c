namespace WsAuth.Options;

/// <summary>What becomes of open sockets; section <c>WsAuth:Connections</c>.</summary>
public sealed class LiveConnectionOptions
{
    /// <summary>
    /// Whether a socket is closed when its session ends: asked by <c>4401 expired_while_connected</c>, and aborted after <see cref="CloseGrace"/>. Switched
    /// off, a socket outlives its credential for as long as its client likes.
    /// </summary>
    /// <value>Default: true.</value>
    public bool CloseAtSessionEnd { get; set; } = true;

    /// <summary>Whether open sockets are asked to close with 1001 when the application stops.</summary>
    /// <value>Default: true.</value>
    public bool CloseAtShutdown { get; set; } = true;

    /// <summary>How long a socket that was asked to close may take, the call that asks included, before it is aborted; 1 second to 5 minutes.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan CloseGrace { get; set; } = TimeSpan.FromSeconds(10);
}
