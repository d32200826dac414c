using System.Threading.Tasks.Sources;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Has a continuation run where its caller wants it to: on its synchronization context or scheduler, with its execution context. In a server that is rare, so
/// only who asks for it pays.
/// </summary>
internal sealed class CallersContext
{
    private ManualResetValueTaskSourceCore<bool> _core;

    private CallersContext() { }

    public static (Action<object?> Continuation, object? State) Keep(
        Action<object?> continuation,
        object? state,
        ValueTaskSourceOnCompletedFlags flags
    )
    {
        if (!IsWanted(flags))
        {
            return (continuation, state);
        }

        var context = new CallersContext();
        context._core.OnCompleted(continuation, state, context._core.Version, flags);
        return (static kept => ((CallersContext)kept!)._core.SetResult(true), context);
    }

    private static bool IsWanted(ValueTaskSourceOnCompletedFlags flags) =>
        flags.HasFlag(ValueTaskSourceOnCompletedFlags.FlowExecutionContext)
        || (
            flags.HasFlag(ValueTaskSourceOnCompletedFlags.UseSchedulingContext)
            && (
                (SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext))
                || TaskScheduler.Current != TaskScheduler.Default
            )
        );
}
