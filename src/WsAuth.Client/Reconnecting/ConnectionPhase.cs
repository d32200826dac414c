namespace WsAuth.Client.Reconnecting;

/// <summary>Where a <see cref="ReconnectingWebSocket"/> is.</summary>
public enum ConnectionPhase
{
    /// <summary>Fetching a credential, then connecting.</summary>
    Connecting,

    /// <summary>The session runs.</summary>
    Open,

    /// <summary>Waiting before the next attempt.</summary>
    Waiting,

    /// <summary>Over, and nothing is wrong: the session returned, or the server closed with 1000.</summary>
    Done,

    /// <summary>Over: connecting again would end in the same way.</summary>
    Stopped,
}
