using Xunit;

namespace WsAuth.Testing;

/// <summary>A test that needs a file it may not read: for most users one of its own without a mode, for root one that the kernel lets nobody read.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnreadableFileFactAttribute : FactAttribute
{
    /// <summary>Written to, never read: Linux refuses even root.</summary>
    public const string UnreadableToAll = "/proc/sys/vm/compact_memory";

    public UnreadableFileFactAttribute() =>
        Skip =
            OperatingSystem.IsWindows() || (Environment.IsPrivilegedProcess && !File.Exists(UnreadableToAll))
                ? "skipped, because this user reads every file"
                : null;
}
