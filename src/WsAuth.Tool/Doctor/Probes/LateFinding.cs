using WsAuth.Tool.Doctor.Judging;

namespace WsAuth.Tool.Doctor.Probes;

/// <summary>Asks for the record of an attempt again: whose secret a credential was made with, a server with this library finds out after its answer.</summary>
internal sealed class LateFinding(TimeProvider clock)
{
    private const int MostQuestions = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The attempt with what was told last; asks until that is more than at first, and about other reasons than secrets once.</summary>
    public async Task<Attempt> AskAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var first = attempt.Facts.Explanation?.Detail;
        for (var question = 1; ; question++)
        {
            attempt = attempt with
            {
                Diagnosis = await attempt
                    .Diagnosis.AskAgainAsync(attempt.Options, cancellationToken)
                    .ConfigureAwait(false),
            };
            if (
                question == MostQuestions
                || attempt.Facts.Explanation is not { Code: { } code, Detail: var told }
                || told != first
                || !Verdicts.IsOfSecrets(code)
            )
            {
                return attempt;
            }

            await Task.Delay(FirstPause * (1 << question), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
