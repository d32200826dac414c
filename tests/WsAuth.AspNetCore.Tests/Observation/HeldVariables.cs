using WsAuth.Secrets;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>Variables among which one, that nothing but the mismatch analysis asks for, does not answer until the test lets it.</summary>
internal sealed class HeldVariables(TestVariables inner) : IEnvironmentVariables, IDisposable
{
    private const string AskedByAnalysis = "AUTH_JWT_SECRET";

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    /// <summary>The analysis has begun, and waits.</summary>
    public Task Reached => _reached.Task;

    public string? Get(string name)
    {
        if (name == AskedByAnalysis)
        {
            _reached.TrySetResult();
            _released.Wait();
        }

        return inner.Get(name);
    }

    public void Release() => _released.Set();

    // Released for good: whoever still waits in it goes on.
    public void Dispose() => _released.Set();
}
