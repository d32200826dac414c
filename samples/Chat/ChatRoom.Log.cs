namespace Chat;

internal sealed partial class ChatRoom
{
    [LoggerMessage(1, LogLevel.Information, "{Name} connected; sockets in the room: {Count}", EventName = "Connected")]
    private partial void LogConnected(string name, int count);

    [LoggerMessage(2, LogLevel.Information, "{Name} left; sockets in the room: {Count}", EventName = "Left")]
    private partial void LogLeft(string name, int count);
}
