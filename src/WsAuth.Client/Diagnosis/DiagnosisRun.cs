using System.Net.Sockets;
using WsAuth.Credentials;
using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Client.Diagnosis;

/// <summary>One diagnosis, step by step: connect, ask, and then look at what was opened or at what was refused.</summary>
internal sealed class DiagnosisRun
{
    private readonly DiagnosisOptions _options;
    private readonly DiagnosedRequest _request;
    private readonly HandshakeFacts _facts;
    private readonly DiagnosisSteps _steps;

    public DiagnosisRun(Uri url, DiagnosisOptions options)
    {
        _options = options;
        _steps = new DiagnosisSteps(options.Clock);
        _request = new DiagnosedRequest(url, options);
        _facts = new HandshakeFacts(_request.Url, new Concealment(_request.Url, options), options.Clock.GetUtcNow())
        {
            IsRequestKnown = true,
            Credential = SentCredential.Of(options),
            Origin = options.Origin,
            Offered = _request.Offered,
        };
        var own = _request.OwnAttempt.Text;
        if (own.Length > 0 && !_facts.Conceal.Holds(own))
        {
            _facts.OwnAttempt = own;
            _steps.Tell(
                DiagnosisSteps.Attempt,
                Skipped,
                $"{own} was sent; a server with this library can be asked for it"
            );
        }
    }

    public async Task<HandshakeDiagnosis> RunAsync(CancellationToken cancellationToken)
    {
        using var connection = new ServerConnection(_request.Url, _options);
        if (
            await ConnectAsync(connection, cancellationToken).ConfigureAwait(false)
            && await AskAsync(connection, cancellationToken).ConfigureAwait(false)
        )
        {
            if (_facts.Status != 101)
            {
                await new RefusalInquiry(_request, _options, _facts, _steps)
                    .RunAsync(cancellationToken)
                    .ConfigureAwait(false);
            }
            else if (UpgradeCheck.Passes(_request, _facts, _steps))
            {
                await new OpenSocket(connection.Stream, _options, _facts, _steps)
                    .TryAsync(cancellationToken)
                    .ConfigureAwait(false);
                if (_facts.Obstacle != Obstacle.None)
                {
                    await new AttemptInquiry(_options, _facts, _steps)
                        .RunAsync(cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        return new HandshakeDiagnosis(_facts, _steps.ToList());
    }

    private async Task<bool> ConnectAsync(ServerConnection connection, CancellationToken cancellationToken)
    {
        var isConnected =
            Tell(DiagnosisSteps.Name, await connection.ResolveAsync(cancellationToken).ConfigureAwait(false))
            && Tell(DiagnosisSteps.Tcp, await connection.ConnectAsync(cancellationToken).ConfigureAwait(false))
            && Tell(DiagnosisSteps.Tls, await connection.SecureAsync(cancellationToken).ConfigureAwait(false));
        if (!isConnected)
        {
            (_facts.Obstacle, _facts.Seen) = (connection.Obstacle, connection.Seen);
        }
        else if (!connection.IsSecure)
        {
            _steps.Tell(DiagnosisSteps.Tls, Skipped, connection.Seen);
        }
        else if (connection.HasDoubtfulCertificate)
        {
            _steps.Tell(DiagnosisSteps.Tls, Warned, connection.Seen);
        }

        return isConnected;

        bool Tell(string name, bool hasPassed)
        {
            _steps.Lap(name);
            return _steps.Tell(name, hasPassed, connection.Seen);
        }
    }

    private async Task<bool> AskAsync(ServerConnection connection, CancellationToken cancellationToken)
    {
        var reader = new HttpAnswerReader(connection.Stream);
        using var limit = new StepLimit(_options.StepTimeout, _options.Clock, cancellationToken);
        var obstacle = Obstacle.None;
        try
        {
            _facts.IsSent = true;
            await connection.Stream.WriteAsync(_request.Handshake(), limit.Token).ConfigureAwait(false);
            if (await reader.ReadHeadAsync(limit.Token).ConfigureAwait(false) is { } answer)
            {
                _facts.Answer =
                    answer.Status == 101
                        ? answer
                        : await reader.ReadBodyAsync(answer, limit.Token).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                _steps.Lap(DiagnosisSteps.Answer);
                TellAnswer(answer);
                return true;
            }

            obstacle = reader.Obstacle;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            obstacle = Obstacle.AnswerTimedOut;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            obstacle = Obstacle.Reset;
        }

        if (
            obstacle is Obstacle.ClosedWithoutAnswer or Obstacle.Reset
            && !connection.IsSecure
            && await TlsProbe.SpeaksTlsAsync(_request.Url, _options, cancellationToken).ConfigureAwait(false)
        )
        {
            obstacle = Obstacle.TlsServerOnPlainPort;
        }

        _steps.Lap(DiagnosisSteps.Answer);
        _facts.Obstacle = obstacle;
        _facts.Seen = NoAnswer.Describe(obstacle, reader.Received, _facts.Conceal);
        return _steps.Tell(DiagnosisSteps.Answer, false, _facts.Seen);
    }

    private void TellAnswer(HttpAnswer answer)
    {
        _facts.Obstacle = answer.Status == 101 ? Obstacle.None : Obstacle.Answered;
        _steps.Tell(
            DiagnosisSteps.Answer,
            answer.Status == 101,
            $"{answer.Status} {_facts.Conceal.Name(answer.Phrase)}"
        );
        _facts.Clock = ServerClock.Of(answer, _options.Clock.GetUtcNow());
        _steps.Tell(
            DiagnosisSteps.Clock,
            _facts.Clock switch
            {
                null => Skipped,
                { IsSkewed: true } => Warned,
                _ => Passed,
            },
            _facts.Clock?.ToString() ?? "the answer has no fresh Date"
        );
        if (answer.Status == 101 && _options.Location != CredentialLocations.FirstMessage)
        {
            _steps.Tell(
                DiagnosisSteps.Authentication,
                Passed,
                _facts.Credential is { } sent ? $"{sent} was not refused" : "no credential was asked for"
            );
        }
    }
}
