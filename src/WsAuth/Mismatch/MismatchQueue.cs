using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WsAuth.Handshake;

namespace WsAuth.Mismatch;

/// <summary>
/// Looks for the secret behind refused credentials, one at a time, in the background. It takes a bounded share of one processor and
/// of the memory: what is too much is told as skipped, at once.
/// </summary>
public sealed partial class MismatchQueue : IDisposable
{
    internal const int MostWaiting = 256;

    // The log event of a refusal waits for its finding: no longer than this.
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // After its work the worker rests as many times as long, so that a storm of bad tokens takes a tenth of a processor.
    private const int RestPerWork = 9;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(2);

    private readonly MismatchAnalyst _analyst;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly Lazy<Task> _worker;

    internal MismatchQueue(MismatchAnalyst analyst, TimeProvider clock, ILogger<MismatchQueue> logger)
    {
        _analyst = analyst;
        _clock = clock;
        _logger = logger;
        _worker = new Lazy<Task>(Start);
    }

    /// <summary>
    /// Has a refusal looked into, where it is about a secret. Returns at once; call it when the answer is on its way.
    /// </summary>
    /// <param name="decision">The refusal. It gives its credential away: a second call for it answers false.</param>
    /// <param name="completed">
    /// Called exactly once where the answer is true: later and on another thread, or before this returns where the analysis is skipped. It
    /// must not hold on to the request, which may be over by then.
    /// </param>
    /// <returns>Whether there is something to look into; where not, <paramref name="completed"/> is not called.</returns>
    public bool TryAnalyze(HandshakeDecision decision, Action<MismatchFinding> completed)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(completed);
        if (decision.TakeCredential() is not { } credential)
        {
            return false;
        }

        var waiting = new Waiting(credential, completed, _clock.GetTimestamp());
        if (_waiting.Writer.TryWrite(waiting))
        {
            _ = _worker.Value;
        }
        else
        {
            Complete(
                waiting,
                MismatchFinding.Skipped(
                    _stop.IsCancellationRequested
                        ? "the server is stopping"
                        : $"{MostWaiting} refusals are waiting for theirs"
                )
            );
        }

        return true;
    }

    /// <summary>Whether there is something to look into about a decision.</summary>
    public static bool CanAnalyze(HandshakeDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.HoldsCredential;
    }

    /// <summary>Stops: what still waits is told as skipped.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var waiting))
        {
            Complete(waiting, Look(waiting));
        }

        // Bounded: a callback that hangs, or that ends the host itself, is not waited for for ever.
        if (_worker.IsValueCreated)
        {
            _worker.Value.Wait(PatienceAtEnd);
        }
    }

    private async Task WorkAsync()
    {
        var rest = TimeSpan.Zero;
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_waiting.Reader.TryRead(out var waiting))
            {
                var began = _clock.GetTimestamp();
                var finding = Look(waiting);
                rest += _clock.GetElapsedTime(began) * RestPerWork;
                Complete(waiting, finding);
                if (rest >= ShortestRest && !_stop.IsCancellationRequested)
                {
                    await Task.Delay(rest < LongestRest ? rest : LongestRest, _clock, _stop.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    rest = TimeSpan.Zero;
                }
            }
        }
    }

    // Of no request's flow: findings would be logged under the trace and the scopes of the first one.
    private Task Start()
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(WorkAsync);
        }
    }

    private MismatchFinding Look(Waiting waiting)
    {
        if (_stop.IsCancellationRequested)
        {
            return MismatchFinding.Skipped("the server is stopping");
        }

        if (_clock.GetElapsedTime(waiting.Since) > LongestWait)
        {
            return MismatchFinding.Skipped($"it waited for more than {LongestWait.Seconds} s");
        }

        try
        {
            return _analyst.Analyze(waiting.Credential);
        }
        catch (Exception exception)
        {
            Tell(() => LogAnalysisFailed(exception.GetType().Name, exception.StackTrace));
            return MismatchFinding.Skipped($"it failed with {exception.GetType().Name}");
        }
    }

    private void Complete(Waiting waiting, MismatchFinding finding)
    {
        try
        {
            waiting.Completed(finding);
        }
        catch (Exception exception)
        {
            Tell(() => LogCallbackFailed(exception.GetType().Name, exception.StackTrace));
        }
    }

    // A log that throws must not end the worker.
    private static void Tell(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }

    private sealed record Waiting(RefusedCredential Credential, Action<MismatchFinding> Completed, long Since);
}
