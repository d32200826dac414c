using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace WsAuth.Tool.Tests.Configuration;

/// <summary>A test beside the real python-dotenv.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonDotenvFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(() =>
        new[] { "python3", "/usr/bin/python3", "python" }.FirstOrDefault(HasDotenv)
    );

    public PythonDotenvFactAttribute() =>
        Skip = Python is null ? "skipped, because python3 with the module dotenv is not installed" : null;

    /// <summary>The program; null where there is none.</summary>
    public static string? Python => Found.Value;

    private static bool HasDotenv(string python)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, ["-c", "import dotenv; dotenv.dotenv_values"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
