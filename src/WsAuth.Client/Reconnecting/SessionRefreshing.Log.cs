using Microsoft.Extensions.Logging;

namespace WsAuth.Client.Reconnecting;

internal sealed partial class SessionRefreshing
{
    // Neither the query nor user information, which may hold a credential.
    private string Address => $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";

    private void LogRefreshed(TimeSpan? expiresIn) =>
        LogRefreshed(
            options.Logger,
            Address,
            expiresIn is { } left ? $"the session ends in {left.TotalSeconds:0} s" : "the session has no end"
        );

    private void LogFailed(ConnectionEnd failure) => LogFailed(options.Logger, Address, failure);

    [LoggerMessage(
        2303,
        LogLevel.Information,
        "WebSocket {Address}: refreshed; {End}",
        EventName = "WebSocketRefreshed"
    )]
    private static partial void LogRefreshed(ILogger logger, string address, string end);

    [LoggerMessage(
        2304,
        LogLevel.Warning,
        "WebSocket {Address}: not refreshed: {Failure}",
        EventName = "WebSocketNotRefreshed"
    )]
    private static partial void LogFailed(ILogger logger, string address, ConnectionEnd failure);
}
