using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WsAuth.Credentials;

namespace WsAuth.Client.Reconnecting;

/// <summary>How a <see cref="ReconnectingWebSocket"/> connects, waits and tells.</summary>
public sealed class ReconnectingOptions
{
    /// <summary>Where the credential stands: one place.</summary>
    /// <value>Default: the <c>Authorization</c> header.</value>
    public CredentialLocations Location { get; set; } = CredentialLocations.AuthorizationHeader;

    /// <summary>Prepares each socket: sub-protocols, headers, keep-alive. The credential is set afterwards.</summary>
    /// <value>Default: null.</value>
    public Action<ClientWebSocketOptions>? Configure { get; set; }

    /// <summary>Sends the handshakes and refreshes; null for the framework's own.</summary>
    /// <value>Default: null.</value>
    public HttpMessageInvoker? Invoker { get; set; }

    /// <summary>
    /// Keeps open sockets going past the end of their session. The handshake then has an attempt id of its own (<c>X-WsAuth-Attempt</c>); when a third of the
    /// session is left, or a minute where that is less, a new credential is sent. The end is what the server tells (<c>X-WsAuth-Session-Expires-In</c>),
    /// else that of the credential that was presented, where it is no ticket.
    /// </summary>
    /// <value>Default: null: a socket ends with its session, and the next one follows.</value>
    public SessionRefresh? Refresh { get; set; }

    /// <summary>The longest first delay of the back-off; it doubles with each failure, and each delay is a random part of it.</summary>
    /// <value>Default: half a second.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest delay of the back-off. A <c>Retry-After</c> of the server comes on top, up to a day.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection has to stay open before failures are forgotten and the back-off begins anew.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take until the socket is open.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Is told every change of state, on the thread that makes it; an exception of it ends <see cref="ReconnectingWebSocket.RunAsync"/>.</summary>
    /// <value>Default: null.</value>
    public Action<ConnectionState>? OnState { get; set; }

    /// <summary>Is told every change of state in words.</summary>
    /// <value>Default: none.</value>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A number from 0 up to 1 for each delay.</summary>
    /// <value>Default: <see cref="Random.Shared"/>.</value>
    public Func<double> Random { get; set; } = System.Random.Shared.NextDouble;

    internal void ThrowIfUnfit()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BaseDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumDelay, BaseDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumDelay, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StableAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
    }
}
