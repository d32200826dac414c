namespace WsAuth.Options;

/// <summary>The limits of endpoints that take the credential in the first message; section <c>WsAuth:FirstMessage</c>.</summary>
public sealed class FirstMessageOptions
{
    /// <summary>How long an accepted socket may take to authenticate; 1 second to 1 minute.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many accepted sockets may wait for their first message at a time; one more is refused <c>too_many_connections</c>.</summary>
    /// <value>Default: 1000.</value>
    public int MaximumWaiting { get; set; } = 1000;
}
