using Microsoft.Extensions.Logging;

namespace WsAuth.AspNetCore.Connections;

// What becomes of a question that was not answered.
internal sealed partial class ConnectionRevalidation
{
    private void Fail(LiveConnection connection, string? asked, string fault, string? stackTrace)
    {
        if (connection.IsEnding)
        {
            return;
        }

        var tolerated = _settings.Current.Connections.ToleratedFailures;
        var count = Interlocked.Increment(ref _failures.GetOrCreateValue(connection).Value);
        _metrics.CountRevalidation("failed");
        asked ??= "A revalidator that could not be made";
        fault = $"{asked} {fault}";
        Trouble = new RevalidationTrouble(fault, _clock.GetUtcNow(), (Trouble?.Count ?? 0) + 1);
        try
        {
            LogFailed(IsToBeTold() ? LogLevel.Warning : LogLevel.Debug, fault, count, tolerated, stackTrace);
        }
        catch (Exception)
        {
            // A log of the application that throws; a timer may have called this, and nobody would catch it.
        }

        if (count > tolerated)
        {
            End(connection, ConnectionEnding.Unanswered(count, asked, fault), null);
        }
    }
}
