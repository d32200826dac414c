using Microsoft.Extensions.Logging;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Connections;

// How a connection ends: asked for, due, or with the application.
internal sealed partial class ConnectionWatch
{
    /// <summary>Ends a connection, unless it is ending already.</summary>
    public bool End(LiveConnection connection, ConnectionEnding ending)
    {
        if (!TryBeginEnd(connection, ending))
        {
            return false;
        }

        CarryOut(connection, ending);
        return true;
    }

    // One step to a refresh: what was found about one credential does not end the socket that another prolongs.
    private bool EndBy(LiveConnection connection, ConnectionEnding ending, HandshakeDecision? decision)
    {
        lock (connection)
        {
            if (
                (decision is not null && !ReferenceEquals(connection.Decision, decision))
                || !TryBeginEnd(connection, ending)
            )
            {
                return false;
            }
        }

        CarryOut(connection, ending);
        return true;
    }

    private bool TryBeginEnd(LiveConnection connection, ConnectionEnding ending)
    {
        lock (connection)
        {
            if (!connection.TryEnd(ending))
            {
                return false;
            }

            if (connection.Socket is not null)
            {
                // Before the call that asks: it waits behind a stuck send.
                _schedule.SetAfter(connection, _settings.Current.Connections.CloseGrace);
            }

            return true;
        }
    }

    private void CarryOut(LiveConnection connection, ConnectionEnding ending)
    {
        try
        {
            _log.Write(connection, ending);
        }
        catch (Exception)
        {
            // A log of the application that throws: the socket ends all the same. Where it is due nobody would catch it, and the process would end.
        }

        if (connection.Socket is { } socket)
        {
            _ = socket.EndAsync(ending);
        }
        else
        {
            connection.Abort();
        }
    }

    private void OnDue(LiveConnection connection)
    {
        ConnectionEnding? ending = null;
        lock (connection)
        {
            // It is due at another time since, or at none: it was refreshed, or has just begun to end.
            if (connection.Place >= 0)
            {
                return;
            }

            if (connection.Ending is null)
            {
                ending = ConnectionEnding.Expired(connection.Decision.SessionEnd);
                if (connection.Decision.ConnectionEnd is null || !TryBeginEnd(connection, ending))
                {
                    return;
                }
            }
        }

        if (ending is null)
        {
            connection.Abort();
        }
        else
        {
            CarryOut(connection, ending);
        }
    }

    private void OnStopping()
    {
        if (!_settings.Current.Connections.CloseAtShutdown)
        {
            return;
        }

        var count = _registry.List().Count(connection => End(connection, ConnectionEnding.ServerStopping));
        if (count > 0)
        {
            LogStopping(count);
        }
    }

    [LoggerMessage(
        2120,
        LogLevel.Information,
        "The application stops: {Count} live connections are asked to close with 1001.",
        EventName = "LiveConnectionsStopping"
    )]
    private partial void LogStopping(int count);
}
