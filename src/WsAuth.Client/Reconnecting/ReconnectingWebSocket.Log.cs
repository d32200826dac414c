using Microsoft.Extensions.Logging;

namespace WsAuth.Client.Reconnecting;

public sealed partial class ReconnectingWebSocket
{
    private void LogState(ConnectionState state)
    {
        // Neither the query nor user information, which may hold a credential.
        var address = $"{_url.Scheme}://{_url.Authority}{_url.AbsolutePath}";
        switch (state.Phase)
        {
            case ConnectionPhase.Waiting:
                LogWaiting(_options.Logger, address, state);
                break;
            case ConnectionPhase.Stopped:
                LogStopped(_options.Logger, address, state);
                break;
            default:
                LogPhase(_options.Logger, address, state);
                break;
        }
    }

    [LoggerMessage(2300, LogLevel.Information, "WebSocket {Address}: {State}", EventName = "WebSocketState")]
    private static partial void LogPhase(ILogger logger, string address, ConnectionState state);

    [LoggerMessage(2301, LogLevel.Warning, "WebSocket {Address}: {State}", EventName = "WebSocketWaiting")]
    private static partial void LogWaiting(ILogger logger, string address, ConnectionState state);

    [LoggerMessage(2302, LogLevel.Error, "WebSocket {Address}: {State}", EventName = "WebSocketStopped")]
    private static partial void LogStopped(ILogger logger, string address, ConnectionState state);
}
