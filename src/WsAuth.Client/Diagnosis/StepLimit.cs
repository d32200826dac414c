namespace WsAuth.Client.Diagnosis;

/// <summary>The time that one step may take; the caller's own cancellation is told apart from it.</summary>
internal sealed class StepLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public StepLimit(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _time = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether the step's time, and not the caller, ended it.</summary>
    public bool IsOver => _time.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
