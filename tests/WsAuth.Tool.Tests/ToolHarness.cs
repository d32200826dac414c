using System.Text;
using System.Text.Json;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tests;

/// <summary>Runs the tool in this process, in a folder of the test's own, with everything captured and looked at by <see cref="LeakWatch"/>.</summary>
internal sealed class ToolHarness : IDisposable
{
    private readonly TestFolder _folder = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>Whether the tool has the system's clock, as the servers that it asks have.</summary>
    public bool IsOnSystemTime { get; init; }

    public string Folder => _folder.Path;

    public bool IsTerminal { get; init; }

    /// <summary>Whether what is printed may hold secrets, as that of <c>secret generate</c> does.</summary>
    public bool MayShowSecrets { get; init; }

    public string Write(string name, string content) => _folder.Write(name, content);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Task<ToolOutcome> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public Task<ToolOutcome> RunWithInputAsync(string input, params string[] arguments) =>
        RunWithInputAsync(Encoding.UTF8.GetBytes(input), arguments);

    public async Task<ToolOutcome> RunWithInputAsync(byte[] input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new ToolConsole
        {
            Input = new MemoryStream(input),
            Output = output,
            Error = error,
            IsInputTerminal = false,
            IsOutputTerminal = IsTerminal,
            IsErrorTerminal = IsTerminal,
            Width = IsTerminal ? 80 : null,
            Variables = new EnvironmentVariables(Variables),
            Folder = Folder,
            Clock = IsOnSystemTime ? TimeProvider.System : Clock,
        };
        var exitCode = await ToolRun.RunAsync(arguments, console);
        if (!MayShowSecrets)
        {
            LeakWatch.Observe(output.ToString());
        }

        LeakWatch.Observe(error.ToString());
        return new ToolOutcome((ExitCode)exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>How a run of the tool ended.</summary>
internal sealed record ToolOutcome(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON document that it is.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
