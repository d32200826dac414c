using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

/// <summary>A test of file modes, which a privileged user does not feel.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() =>
        Skip =
            OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess
                ? "skipped, because this user reads every file"
                : null;
}
