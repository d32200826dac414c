using WsAuth.AspNetCore.Observation;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Records that the server ended a live connection: metrics, journal, and one log event in the template of refusals.</summary>
internal sealed class ConnectionLog(
    HandshakeLog log,
    HandshakeMetrics metrics,
    HandshakeJournal journal,
    TimeProvider clock
)
{
    public void Write(LiveConnection connection, ConnectionEnding ending)
    {
        metrics.CountEnding(connection.Decision, ending.Name);
        if (ReferenceEquals(ending, ConnectionEnding.ServerStopping))
        {
            // One line tells it of all of them, and the journal goes with the process.
            return;
        }

        var record = Describe(connection, ending);
        journal.AddEnd(record, connection.Since);
        log.Write(record, isTold: true);
    }

    private HandshakeRecord Describe(LiveConnection connection, ConnectionEnding ending)
    {
        var origin = connection.FindOrigin();
        return new HandshakeRecord
        {
            AttemptId = connection.AttemptId,
            IsTraceOfCaller = origin.IsTraceOfCaller,
            ChosenAttemptId = AttemptIds.TryParse(connection.ChosenId, out var chosen) ? chosen : null,
            At = clock.GetUtcNow(),
            IsHandshake = true,
            Ending = ending,
            Endpoint = connection.Endpoint,
            Reason = ending.Reason,
            Explanation =
                $"{ending.Explanation ?? ending.Reason?.Explanation} {ending.Detail}{(connection.CanBeAsked ? "" : " Its socket was made from the raw stream: it is aborted, and the client sees 1006.")}".Trim(),
            Fix = ending.Fix ?? ending.Reason?.Fix,
            RemoteAddress = origin.RemoteAddress,
            Origin = origin.Page,
            Decision = connection.Decision,
        };
    }
}
