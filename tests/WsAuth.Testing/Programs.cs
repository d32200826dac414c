using System.ComponentModel;
using System.Diagnostics;

namespace WsAuth.Testing;

/// <summary>The real programs that some tests need, and what is missing where they are not installed.</summary>
public static class Programs
{
    private static readonly Lazy<string?> NodeFault = new(FindNodeFault);
    private static readonly Lazy<string?> PythonPath = new(FindPython);

    /// <summary>Where the client scripts and their packages are.</summary>
    public static string ClientsFolder => Path.Combine(RepositoryRoot, "tests", "clients");

    /// <summary>The repository's root.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>A Python that has websockets and PyJWT.</summary>
    public static string Python =>
        PythonPath.Value ?? throw new InvalidOperationException("No Python with websockets and PyJWT; use PythonFact.");

    /// <summary>Why Node tests cannot run here; null where they can.</summary>
    public static string? NodeMissing => NodeFault.Value;

    /// <summary>Why Python tests cannot run here; null where they can.</summary>
    public static string? PythonMissing =>
        PythonPath.Value is null
            ? "skipped, because python3 with the modules websockets and jwt is not installed"
            : null;

    /// <summary>Why nginx tests cannot run here; null where they can.</summary>
    public static string? NginxMissing { get; } =
        Runs("nginx", ["-v"]) ? null : "skipped, because nginx is not installed";

    /// <summary>Why haproxy tests cannot run here; null where they can.</summary>
    public static string? HaproxyMissing { get; } =
        Runs("haproxy", ["-v"]) ? null : "skipped, because haproxy is not installed";

    /// <summary>Why browser tests cannot run here; null where they can.</summary>
    public static string? ChromiumMissing { get; } =
        FindOnPath("chromium") is null ? "skipped, because chromium is not installed" : null;

    /// <summary>Where a program lies that can be started by its name; null where none has it.</summary>
    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, bounded in time.</summary>
    public static Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        string? folder = null
    ) => EndAsync(Start(program, arguments, variables, folder));

    /// <summary>As <see cref="RunAsync"/>, for a test that does something to the process while it runs.</summary>
    public static Task<ProgramResult> StartAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        out int processId
    )
    {
        var process = Start(program, arguments, null, folder);
        processId = process.Id;
        return EndAsync(process);
    }

    private static Process Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables,
        string? folder
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? ClientsFolder,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<ProgramResult> EndAsync(Process started)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} did not end within a minute.");
        }

        return new ProgramResult(process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    private static string? FindNodeFault()
    {
        if (!Runs("node", ["--version"]))
        {
            return "skipped, because node is not installed";
        }

        return Array.TrueForAll(
            ["ws", "@microsoft/signalr"],
            name => Directory.Exists(Path.Combine(ClientsFolder, "node_modules", name))
        )
            ? null
            : "skipped, because the npm packages of tests/clients are not installed (npm ci there)";
    }

    private static string? FindPython() =>
        new[] { "/usr/bin/python3", "python3", "python" }.FirstOrDefault(python =>
            Runs(python, ["-c", "import websockets, jwt"])
        );

    private static bool Runs(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            process.WaitForExit(15_000);
            return process.HasExited && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WsAuth.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

/// <summary>What a program said.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error);
