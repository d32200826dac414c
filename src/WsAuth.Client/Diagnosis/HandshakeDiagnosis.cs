using System.Net.WebSockets;

namespace WsAuth.Client.Diagnosis;

/// <summary>
/// Why an opening handshake fails: at which step, what the server says of it, and a best judgement with its evidence where the server, with
/// this library or without, says nothing. All of it is safe to paste: no credential, no piece of one, no query value.
/// </summary>
public sealed class HandshakeDiagnosis
{
    internal HandshakeDiagnosis(HandshakeFacts facts, IReadOnlyList<DiagnosisStep> steps)
    {
        Facts = facts;
        var judgement = Judgement.Of(facts);
        Url = facts.Address;
        Succeeded = facts.Obstacle == Obstacle.None;
        (Phase, Verdict, Fix) = (judgement.Phase, judgement.Cause, judgement.Fix);
        Status = facts.Answer?.Status;
        Reason = facts.Reason;
        AttemptId = facts.AttemptId;
        CloseCode = facts.Close?.Code;
        ClockOffset = facts.Clock?.Offset;
        Evidence = Diagnosis.Evidence.Of(facts);
        Steps = steps;
    }

    /// <summary>What was seen, for those who judge further.</summary>
    internal HandshakeFacts Facts { get; }

    /// <summary>The URL, without user and query values.</summary>
    public string Url { get; }

    /// <summary>Whether the socket opened and was not closed at once.</summary>
    public bool Succeeded { get; }

    /// <summary>How far the handshake came: where it failed, or <see cref="HandshakePhase.AfterUpgrade"/>.</summary>
    public HandshakePhase Phase { get; }

    /// <summary>The HTTP status; null where no answer came.</summary>
    public int? Status { get; }

    /// <summary>The reason that the server gives (its wire class), in <c>X-WsAuth-Reason</c> or beside the close code; null where it gives none.</summary>
    public string? Reason { get; }

    /// <summary>The id under which the server's log has the exact reason (<c>X-WsAuth-Attempt</c>); null where it gives none.</summary>
    public string? AttemptId { get; }

    /// <summary>The close code, where the server accepted the socket and closed it (RFC 6455 §7.4).</summary>
    public int? CloseCode { get; }

    /// <summary>How far the server's clock is ahead of this machine's, by its <c>Date</c> header; null where it sent none.</summary>
    public TimeSpan? ClockOffset { get; }

    /// <summary>The cause, in one sentence: the server's own where it tells it, else the best judgement.</summary>
    public string Verdict { get; }

    /// <summary>What to change.</summary>
    public string Fix { get; }

    /// <summary>What the verdict rests on.</summary>
    public IReadOnlyList<string> Evidence { get; }

    /// <summary>Every step in order; those that were not reached are skipped. Empty where an exception was read.</summary>
    public IReadOnlyList<DiagnosisStep> Steps { get; }

    /// <summary>
    /// Connects, speaks the handshake and tells each step. It follows no redirection and uses no proxy. The credential is sent once, and once
    /// more with the plain GET that a refusal is compared with (<see cref="DiagnosisOptions.ComparesPlainGet"/>).
    /// </summary>
    /// <param name="url">The WebSocket URL.</param>
    /// <param name="configure">What the handshake sends: credential, headers, sub-protocols, origin, cookies.</param>
    /// <param name="cancellationToken">Ends the diagnosis.</param>
    /// <exception cref="ArgumentException">The handshake cannot be sent: the URL's scheme, or a character in a header.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it. Whatever the server does is a result, no exception.</exception>
    public static Task<HandshakeDiagnosis> RunAsync(
        Uri url,
        Action<DiagnosisOptions>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(url);
        var options = new DiagnosisOptions();
        configure?.Invoke(options);
        return new DiagnosisRun(url, options).RunAsync(cancellationToken);
    }

    internal static Task<HandshakeDiagnosis> RunAsync(
        Uri url,
        DiagnosisOptions options,
        CancellationToken cancellationToken
    ) => new DiagnosisRun(url, options).RunAsync(cancellationToken);

    /// <summary>Reads what <c>ConnectAsync</c> or the first message threw, without asking the network again.</summary>
    /// <param name="exception">What was caught.</param>
    /// <param name="socket">The socket that was connecting; with <see cref="ClientWebSocketOptions.CollectHttpResponseDetails"/> it has the
    /// server's status and headers. <c>SetCredential</c> switches that on.</param>
    /// <param name="url">The URL that was connected to; null where it is not at hand.</param>
    /// <param name="clock">The clock to compare <c>Date</c> with; the system's where null.</param>
    public static HandshakeDiagnosis Of(
        Exception exception,
        ClientWebSocket? socket = null,
        Uri? url = null,
        TimeProvider? clock = null
    )
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new HandshakeDiagnosis(ExceptionReading.Of(exception, url, socket, clock ?? TimeProvider.System), []);
    }

    /// <summary>Asks the server once more what became of this attempt: what it finds out behind its answer is known later.</summary>
    internal async Task<HandshakeDiagnosis> AskAgainAsync(DiagnosisOptions options, CancellationToken cancellationToken)
    {
        var steps = new DiagnosisSteps(options.Clock);
        await new AttemptInquiry(options, Facts, steps).RunAsync(cancellationToken).ConfigureAwait(false);
        var told = steps.ToList().Single(step => step.Name == DiagnosisSteps.Attempt);
        return new HandshakeDiagnosis(
            Facts,
            [.. Steps.Select(step => step.Name == told.Name && told.Outcome == StepOutcome.Passed ? told : step)]
        );
    }

    /// <summary>All of it as text for people.</summary>
    public override string ToString() => DiagnosisText.Of(this);
}
