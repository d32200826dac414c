using System.Diagnostics;
using Xunit;

namespace WsAuth.Testing;

/// <summary>A test that needs a named pipe in a folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PipeFactAttribute : FactAttribute
{
    public PipeFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "skipped, because mkfifo is not installed" : null;

    /// <summary>Makes one that nobody writes to.</summary>
    public static void Make(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
