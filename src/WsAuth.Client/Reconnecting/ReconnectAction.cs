namespace WsAuth.Client.Reconnecting;

/// <summary>What follows the end of a connection. The JavaScript module has the same words.</summary>
internal enum ReconnectAction
{
    /// <summary>Nothing: the conversation is over.</summary>
    Done,

    /// <summary>Nothing: it would end in the same way again.</summary>
    Stop,

    /// <summary>A new credential, at once. Refused again within a minute: stop.</summary>
    Refresh,

    /// <summary>A new credential, at once. Ended again within a minute: a new credential, after a wait.</summary>
    Renew,

    /// <summary>The same, after <c>Retry-After</c> or 5 seconds, and the back-off.</summary>
    Wait,

    /// <summary>The same, after the back-off.</summary>
    Retry,
}
