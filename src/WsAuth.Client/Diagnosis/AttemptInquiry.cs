using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Client.Diagnosis;

/// <summary>Asks the server what became of the attempt, without the credential: by the server's own id, else by the one that was sent along.</summary>
internal sealed class AttemptInquiry(DiagnosisOptions options, HandshakeFacts facts, DiagnosisSteps steps)
{
    private const string Collection = "/attempts";

    // Where the record is written down in a moment, the server says how long to wait: a second.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.AttemptsBase is not { } served || (facts.AttemptId ?? facts.OwnAttempt) is not { } id)
        {
            return;
        }

        var url = Address(served, id);
        var answer = await AskAsync(url, cancellationToken).ConfigureAwait(false);
        if (answer is { Status: 404 } && answer["Retry-After"] == "1")
        {
            await Task.Delay(Moment, options.Clock, cancellationToken).ConfigureAwait(false);
            answer = await AskAsync(url, cancellationToken).ConfigureAwait(false);
        }

        var told = answer is { Status: 200 } ? ServerExplanation.Of(answer, facts.Conceal) : null;
        if (told is not null && (told.Code is not null || facts.Explanation?.Code is null))
        {
            (facts.Explanation, facts.HasAttemptAnswer) = (told, true);
        }

        steps.Lap(DiagnosisSteps.Attempt);
        steps.Tell(
            DiagnosisSteps.Attempt,
            told is null ? Skipped : Passed,
            told is not null ? $"{id}: {told.Code ?? told.Class ?? "explained"}"
                : answer is null ? $"{id}: no answer came"
                : $"{id}: answered {answer.Status}, without an explanation"
        );
    }

    /// <summary>Below <c>…/attempts</c>, whether the base names that or the folder that it is in.</summary>
    private static Uri Address(Uri served, string id)
    {
        var path = served.AbsolutePath.TrimEnd('/');
        return new UriBuilder(served)
        {
            Path = $"{path}{(path.EndsWith(Collection, StringComparison.Ordinal) ? "" : Collection)}/{id}",
        }.Uri;
    }

    private Task<HttpAnswer?> AskAsync(Uri url, CancellationToken cancellationToken) =>
        new PlainRequest(url, options).AskForJsonAsync(cancellationToken);
}
