using System.ComponentModel;
using System.Diagnostics;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets;

/// <summary>Whether a file with a secret is about to be published with the code. Asks git, where there is one.</summary>
internal static class GitTracking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The warning; null where the file is ignored, outside of any repository, or git cannot tell.</summary>
    public static string? FindWarning(string file, ToolConsole console)
    {
        var path = console.PathOf(file);
        var folder = Path.GetDirectoryName(path)!;
        if (FindGit(console) is not { } git || Ask(git, folder, ["rev-parse", "--is-inside-work-tree"]) != 0)
        {
            return null;
        }

        return Ask(git, folder, ["ls-files", "--error-unmatch", "--", path]) == 0
                ? $"{file} is tracked by git: the next commit publishes the secret. Take it out (git rm --cached), add it to .gitignore, and make another secret if it was committed."
            : Ask(git, folder, ["check-ignore", "--quiet", "--", path]) == 1
                ? $"{file} is not ignored by git: 'git add .' would publish the secret. Add it to .gitignore."
            : null;
    }

    // By its full name and from PATH alone: a program named git in the current folder is not run.
    private static string? FindGit(ToolConsole console) =>
        (console.Variables.Get("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "git.exe" : "git"))
            .FirstOrDefault(File.Exists);

    private static int? Ask(string git, string folder, IEnumerable<string> arguments)
    {
        // The repository may be anybody's: nothing that its configuration names is run.
        var start = new ProcessStartInfo(
            git,
            ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode;
            }

            process.Kill();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
