using WsAuth.Mismatch;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Hands each record to whoever counts, keeps or shows it. The log event of a refusal that is about a secret waits for what the mismatch analysis
/// finds; of refusals that are many, the last one of an interval is looked into.
/// </summary>
internal sealed class RecordDistributor
{
    private const string NotLookedInto =
        "analysis: skipped (one of many of this client; the last one's is logged with their count).";

    private readonly HandshakeLog _log;
    private readonly HandshakeMetrics _metrics;
    private readonly HandshakeJournal _journal;
    private readonly RefusalStorms _storms;
    private readonly MismatchQueue _mismatches;
    private readonly RecentHandshakes _recent;

    public RecordDistributor(
        HandshakeLog log,
        HandshakeMetrics metrics,
        HandshakeJournal journal,
        RefusalStorms storms,
        MismatchQueue mismatches,
        RecentHandshakes recent
    )
    {
        _log = log;
        _metrics = metrics;
        _journal = journal;
        _storms = storms;
        _mismatches = mismatches;
        _recent = recent;
        storms.Counted = Tell;
    }

    /// <param name="record">The record.</param>
    /// <param name="written">Called when its log event is written, or would be.</param>
    public void Hand(HandshakeRecord record, Action? written)
    {
        Count(record);
        HandshakeTrace.Note(record);
        var isTold = record.IsAccepted || _storms.IsToBeTold(record);
        if (!MayBeAnalyzed(record))
        {
            _journal.Add(record);
            Finish(record, isTold, written);
        }
        else if (isTold)
        {
            _journal.Add(record);
            FinishWithFinding(record, written);
        }
        else
        {
            var untold = Amend(record, NotLookedInto);
            _journal.Add(untold);
            Finish(untold, isTold, written);
        }
    }

    // A method of its own, since it allocates before its first line.
    private void FinishWithFinding(HandshakeRecord record, Action? written)
    {
        if (!TryAnalyze(record, amended => Finish(amended, isTold: true, written)))
        {
            Finish(record, isTold: true, written);
        }
    }

    /// <summary>A record of what never reached the pipeline, and has no attempt that anybody could ask for.</summary>
    public void HandUnseen(HandshakeRecord record)
    {
        Count(record);
        Finish(record, record.IsAccepted || _storms.IsToBeTold(record), written: null);
    }

    private void Tell(RefusalStorm storm)
    {
        if (!TryAnalyze(storm.Last, amended => _log.Write(storm with { Last = amended })))
        {
            _log.Write(storm);
        }
    }

    private void Count(HandshakeRecord record)
    {
        if (record.IsHandshake)
        {
            _recent.Count(record);
        }

        _metrics.Count(record);
    }

    private bool TryAnalyze(HandshakeRecord record, Action<HandshakeRecord> completed) =>
        MayBeAnalyzed(record)
        && _mismatches.TryAnalyze(
            record.Decision!,
            finding =>
            {
                var amended = Amend(record, finding.Text);
                _journal.Amend(amended.AttemptId, amended);
                completed(amended);
            }
        );

    private static bool MayBeAnalyzed(HandshakeRecord record) =>
        record.Decision is { IsAccepted: false } refused && MismatchQueue.CanAnalyze(refused);

    private static HandshakeRecord Amend(HandshakeRecord record, string finding) =>
        record with
        {
            Explanation = $"{record.Explanation} {finding}",
        };

    // The application's own sinks are called here: what they throw must not become the answer of a request, nor the end of an open socket.
    private void Finish(HandshakeRecord record, bool isTold, Action? written)
    {
        try
        {
            _log.Write(record, isTold);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
        finally
        {
            written?.Invoke();
        }
    }
}
