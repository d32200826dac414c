using Xunit;

namespace WsAuth.Tool.Tests;

/// <summary>A test that sends a signal.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignalTheoryAttribute : TheoryAttribute
{
    public SignalTheoryAttribute() =>
        Skip = OperatingSystem.IsLinux() ? null : "skipped, because kill and env of Linux are not installed";
}
