using System.Globalization;
using System.Net.Sockets;
using WsAuth.Credentials;
using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Client.Diagnosis;

/// <summary>The socket is open: does it confirm a first message, answer a ping, and stay open?</summary>
internal sealed class OpenSocket(Stream stream, DiagnosisOptions options, HandshakeFacts facts, DiagnosisSteps steps)
{
    private readonly FrameExchange _frames = new(stream, facts.Answer!.Rest);

    public async Task TryAsync(CancellationToken cancellationToken)
    {
        long? quiet = null;
        try
        {
            if (
                await ConfirmAsync(cancellationToken).ConfigureAwait(false)
                && await PingAsync(cancellationToken).ConfigureAwait(false)
            )
            {
                steps.Lap(DiagnosisSteps.Ping);
                quiet = options.Clock.GetTimestamp();
                await SettleAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            facts.Obstacle = Obstacle.BrokenOff;
            facts.BrokenAfter = quiet is { } since ? options.Clock.GetElapsedTime(since) : null;
        }

        Conclude();
    }

    private async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        if (options.Location != CredentialLocations.FirstMessage)
        {
            return true;
        }

        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        try
        {
            await _frames
                .SendTextAsync(FirstMessageHandshake.Write(options.Credential!), limit.Token)
                .ConfigureAwait(false);
            if (await _frames.HearConfirmationAsync(limit.Token).ConfigureAwait(false))
            {
                steps.Lap(DiagnosisSteps.FirstMessage);
                steps.Tell(DiagnosisSteps.Authentication, Passed, $"{facts.Credential} was confirmed");
                return steps.Tell(DiagnosisSteps.FirstMessage, true, "auth_ok");
            }

            facts.Seen = _frames.Closed is null
                ? "it answered with another message than auth_ok"
                : "it closed the socket";
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            facts.Seen = "no answer came in time";
        }

        facts.Obstacle = Obstacle.FirstMessageUnconfirmed;
        return steps.Tell(DiagnosisSteps.FirstMessage, false, facts.Seen);
    }

    private async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        try
        {
            await _frames.SendPingAsync(limit.Token).ConfigureAwait(false);
            return await _frames.HearPongAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            facts.IsPongMissing = true;
            return false;
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var limit = new StepLimit(options.SettleTime, options.Clock, cancellationToken);
        try
        {
            await _frames.HearCloseAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            await PartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PartAsync(CancellationToken cancellationToken)
    {
        using var limit = new StepLimit(options.StepTimeout, options.Clock, cancellationToken);
        try
        {
            await _frames.SendCloseAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            // Whoever does not read is left without a goodbye.
        }
    }

    private string Settled => string.Create(CultureInfo.InvariantCulture, $"{options.SettleTime.TotalSeconds:0.###} s");

    private void Conclude()
    {
        facts.Close = _frames.Closed;
        facts.Obstacle =
            _frames.IsBroken ? Obstacle.FramesBroken
            : facts.Close is not null ? Obstacle.Closed
            : facts.Obstacle;
        if (facts.Obstacle == Obstacle.None)
        {
            steps.Tell(
                DiagnosisSteps.Ping,
                facts.IsPongMissing ? Warned : Passed,
                facts.IsPongMissing
                    ? "no pong came in time"
                    : $"answered{(_frames.Messages > 0 ? $", beside {_frames.Messages} messages" : "")}; then watched for {Settled} (SettleTime), and it stayed open"
            );
            return;
        }

        if (facts.Obstacle != Obstacle.FirstMessageUnconfirmed)
        {
            steps.Tell(
                DiagnosisSteps.Ping,
                Failed,
                facts.Close is { } close ? $"the server closed the socket with {close.Code}"
                    : facts.BrokenAfter is { } silence
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"answered; {silence.TotalSeconds:0.#} s later the connection broke off"
                        )
                    : "the connection did not hold"
            );
        }

        if (facts.Close is { Code: >= 4400 and < 4500 or 1008 or 3000 or 3003 })
        {
            steps.Tell(DiagnosisSteps.Authentication, Failed, "refused after the socket was accepted");
        }
    }
}
