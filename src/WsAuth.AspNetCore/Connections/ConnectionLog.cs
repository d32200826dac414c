using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Records that the server ended a live connection: one log event in the template of refusals, and the metrics.</summary>
internal sealed class ConnectionLog(HandshakeLog log, HandshakeMetrics metrics, TimeProvider clock)
{
    public void Write(LiveConnection connection, ConnectionEnding ending)
    {
        metrics.CountEnding(connection.Decision, ending.Name);
        if (ending.Reason is { } reason)
        {
            log.Write(Describe(connection, ending, reason), isTold: true);
        }
    }

    private HandshakeRecord Describe(LiveConnection connection, ConnectionEnding ending, Reason reason) =>
        new()
        {
            AttemptId = connection.AttemptId,
            At = clock.GetUtcNow(),
            IsHandshake = true,
            IsLive = true,
            Endpoint = connection.Endpoint,
            Reason = reason,
            Explanation =
                $"{reason.Explanation} {ending.Detail}{(connection.CanBeAsked ? "" : " Its socket was made from the raw stream: it is aborted, and the client sees 1006.")}",
            Fix = ending.Fix ?? reason.Fix,
            Decision = connection.Decision,
        };
}
