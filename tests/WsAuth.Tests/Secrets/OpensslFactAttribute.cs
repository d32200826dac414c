using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>A test with the real openssl in a real shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpensslFactAttribute : FactAttribute
{
    public OpensslFactAttribute() => Skip = IsInstalled() ? null : "skipped, because sh or openssl is not installed";

    private static bool IsInstalled()
    {
        try
        {
            using var shell = Process.Start("sh", ["-c", "command -v openssl sed cut >/dev/null"]);
            shell.WaitForExit();
            return shell.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
