using System.Net.Sockets;
using System.Text;
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

        await AskForAttemptAsync(cancellationToken).ConfigureAwait(false);
        if (!options.ComparesPlainGet || facts.Reason is not (null or "refused_elsewhere"))
        {
            return;
        }

        facts.Plain = await GetAsync(request.Url, request.PlainGet(), cancellationToken).ConfigureAwait(false);
        steps.Tell(
            DiagnosisSteps.PlainGet,
            facts.Plain is null ? Skipped : Passed,
            facts.Plain is { } plain
                ? $"answered {plain.Status}{(facts.IsPlainAnsweredAlike ? ", the same" : "")}"
                : "no answer came"
        );
    }

    private async Task AskForAttemptAsync(CancellationToken cancellationToken)
    {
        if (options.AttemptsBase is not { } attempts || facts.AttemptId is not { } id)
        {
            return;
        }

        var url = new UriBuilder(attempts) { Path = $"{attempts.AbsolutePath.TrimEnd('/')}/{id}" }.Uri;
        var get =
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
        var answer = await GetAsync(url, Encoding.ASCII.GetBytes(get), cancellationToken).ConfigureAwait(false);
        var told = answer is { Status: 200 } ? ServerExplanation.Of(answer, facts.Conceal) : null;
        facts.Explanation = told ?? facts.Explanation;
        steps.Tell(
            DiagnosisSteps.Attempt,
            told is null ? Skipped : Passed,
            told is not null ? told.Code ?? "explained"
                : answer is null ? "no answer came"
                : $"answered {answer.Status}, without an explanation"
        );
    }

    private async Task<HttpAnswer?> GetAsync(Uri url, byte[] get, CancellationToken cancellationToken)
    {
        using var connection = new ServerConnection(url, options);
        if (
            !await connection.ResolveAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.ConnectAsync(cancellationToken).ConfigureAwait(false)
            || !await connection.SecureAsync(cancellationToken).ConfigureAwait(false)
        )
        {
            return null;
        }

        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        var reader = new HttpAnswerReader(connection.Stream);
        try
        {
            await connection.Stream.WriteAsync(get, limit.Token).ConfigureAwait(false);
            return await reader.ReadHeadAsync(limit.Token).ConfigureAwait(false) is { } answer
                ? await reader.ReadBodyAsync(answer, limit.Token).ConfigureAwait(false)
                : null;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return null;
        }
    }
}
