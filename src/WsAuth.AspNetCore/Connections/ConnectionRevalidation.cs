using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Asks about open sockets when it is their turn, a few at a time and never twice about one, and ends those that are not allowed any more, or of which it cannot be
/// told for too long: a turn that brings no answer, for whatever cause, is a failure.
/// </summary>
internal sealed partial class ConnectionRevalidation
{
    /// <summary>How many questions are underway at a time.</summary>
    public const int MostAtOnce = 16;

    // A no about credentials that were replaced meanwhile is asked again, but not for ever: a client could go on replacing them.
    private const int MostRepetitions = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<LiveConnection, RevalidationProgress> _underway = [];
    private readonly Queue<(LiveConnection Connection, RevalidationProgress Progress)> _waiting = new();
    private readonly ConditionalWeakTable<LiveConnection, StrongBox<int>> _failures = [];
    private readonly RevalidationQuestion _question;
    private readonly RevalidationSchedule _schedule;
    private readonly HandshakeMetrics _metrics;
    private readonly WsAuthSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private int _workers;

    public ConnectionRevalidation(
        RevalidationQuestion question,
        RevalidationSchedule schedule,
        HandshakeMetrics metrics,
        WsAuthSettings settings,
        TimeProvider clock,
        ILogger<ConnectionRevalidation> logger
    )
    {
        _question = question;
        _schedule = schedule;
        _metrics = metrics;
        _settings = settings;
        _clock = clock;
        _logger = logger;
        schedule.Due = OnTurn;
    }

    /// <summary>How to end a connection, where the decision that was asked about still holds; null where any does.</summary>
    public Func<LiveConnection, ConnectionEnding, HandshakeDecision?, bool> End { get; set; } = (_, _, _) => false;

    /// <summary>What went wrong since the last answer; null where nothing did.</summary>
    public RevalidationTrouble? Trouble { get; private set; }

    /// <summary>How many sockets are being asked about, or are next.</summary>
    public int Underway
    {
        get
        {
            lock (_gate)
            {
                return _underway.Count;
            }
        }
    }

    /// <summary>A connection is in the registry.</summary>
    public void Begin()
    {
        if (_question.IsAsked)
        {
            _schedule.Wake();
        }
    }

    private void OnTurn(LiveConnection connection)
    {
        if (connection.IsEnding)
        {
            return;
        }

        var isNew = false;
        RevalidationProgress? progress;
        lock (_gate)
        {
            isNew = !_underway.TryGetValue(connection, out progress);
            if (isNew)
            {
                progress = new RevalidationProgress();
                _underway.Add(connection, progress);
                _waiting.Enqueue((connection, progress));
                if (_workers == MostAtOnce)
                {
                    return;
                }

                _workers++;
            }
        }

        if (isNew)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static revalidation => _ = revalidation.WorkAsync(),
                this,
                preferLocal: false
            );
        }
        else
        {
            Fail(connection, progress!.Asked, "did not answer before the next turn came", null);
        }
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            (LiveConnection Connection, RevalidationProgress Progress) next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _workers--;
                    return;
                }
            }

            try
            {
                await AskAsync(next.Connection, next.Progress).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A log or a listener of the application: the others have to be asked about all the same.
                LogFailed(LogLevel.Debug, $"The turn of a socket threw {exception.GetType().Name}", 0, 0, null);
            }
        }
    }

    private async Task AskAsync(LiveConnection connection, RevalidationProgress progress)
    {
        var asking = Task.CompletedTask;
        try
        {
            for (var repetition = 0; ; repetition++)
            {
                if (connection.IsEnding)
                {
                    return;
                }

                var decision = connection.Decision;
                var isLast = repetition == MostRepetitions;
                var answer = StartAsking(connection, progress, out var limit);
                asking = answer;
                var ending = await WaitAsync(answer, limit).ConfigureAwait(false);
                Trouble = null;
                if (ending is null)
                {
                    _failures.Remove(connection);
                    _metrics.CountRevalidation("allowed");
                    return;
                }

                if (End(connection, ending, isLast ? null : decision))
                {
                    _metrics.CountRevalidation("refused");
                    return;
                }

                if (ReferenceEquals(connection.Decision, decision))
                {
                    // It has ended by itself.
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            Fail(connection, progress.Asked, Describe(exception, asking), exception.StackTrace);
        }
        finally
        {
            // One that goes on past its time stays underway: it is not asked a second time beside it.
            _ = LeaveAsync(connection, asking);
        }
    }

    private Task<ConnectionEnding?> StartAsking(
        LiveConnection connection,
        RevalidationProgress progress,
        out CancellationTokenSource limit
    )
    {
        var source = limit = new CancellationTokenSource();
        return Task.Run(() => _question.AskAsync(connection, progress, source.Token), CancellationToken.None);
    }

    private async Task<ConnectionEnding?> WaitAsync(Task<ConnectionEnding?> answer, CancellationTokenSource limit)
    {
        try
        {
            return await answer
                .WaitAsync(_settings.Current.Connections.RevalidationTimeout, _clock)
                .ConfigureAwait(false);
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            // Not awaited: what is registered there is the application's, and may block as the question does.
            _ = limit.CancelAsync();
            throw;
        }
    }

    private async Task LeaveAsync(LiveConnection connection, Task asking)
    {
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _underway.Remove(connection);
        }
    }
}
