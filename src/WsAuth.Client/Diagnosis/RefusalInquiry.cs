using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Client.Diagnosis;

/// <summary>After an HTTP refusal: what the server explains of it, and whether a plain GET is answered the same.</summary>
internal sealed class RefusalInquiry(
    DiagnosedRequest request,
    DiagnosisOptions options,
    HandshakeFacts facts,
    DiagnosisSteps steps
)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        facts.Explanation = ServerExplanation.Of(facts.Answer!, facts.Conceal);
        if (facts.Status is 401 or 403)
        {
            steps.Tell(
                DiagnosisSteps.Authentication,
                Failed,
                facts.Credential is { } sent ? $"{sent} was refused" : "no credential was sent"
            );
        }

        await new AttemptInquiry(options, facts, steps).RunAsync(cancellationToken).ConfigureAwait(false);
        if (!options.ComparesPlainGet || facts.Reason is not (null or "refused_elsewhere"))
        {
            return;
        }

        facts.Plain = await new PlainRequest(request.Url, options)
            .SendAsync(request.PlainGet(), cancellationToken)
            .ConfigureAwait(false);
        steps.Lap(DiagnosisSteps.PlainGet);
        steps.Tell(
            DiagnosisSteps.PlainGet,
            facts.Plain is null ? Skipped : Passed,
            facts.Plain is { } plain
                ? $"answered {plain.Status}{(facts.IsPlainAnsweredAlike ? ", the same" : "")}"
                : "no answer came"
        );
    }
}
