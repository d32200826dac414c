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

    /// <summary>
    /// Whether a client is told how many seconds its session lasts: by <c>X-WsAuth-Session-Expires-In</c> in the answer to its handshake, and by
    /// <c>session_expires_in</c> in the answer of the ticket endpoint.
    /// </summary>
    /// <value>Default: false.</value>
    public bool TellSessionEnd { get; set; }

    /// <summary>
    /// How often each open socket is asked about: the application's revalidators, where there are any, and the store of revocations, where it is not this
    /// process's memory. One second to one day; zero switches it off.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan RevalidationInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one such question may take before it counts as failed; 1 second to 1 minute.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan RevalidationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many questions about one socket may fail in a row; the next failure closes it as the server's fault. Up to 100.</summary>
    /// <value>Default: 3.</value>
    public int ToleratedFailures { get; set; } = 3;
}
