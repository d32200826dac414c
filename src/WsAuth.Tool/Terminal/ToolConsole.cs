using System.Text;
using Spectre.Console;

namespace WsAuth.Tool.Terminal;

/// <summary>
/// Everything that a command may know of the place where it runs: streams, terminal, variables, folder and clock. No command asks the process,
/// so that a test runs each of them with everything captured.
/// </summary>
internal sealed class ToolConsole
{
    // As wide as no line is: what is piped is never wrapped or cut.
    private const int Unbounded = 1_000_000;

    /// <summary>Standard input as bytes: in a secret each of them counts.</summary>
    public required Stream Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required bool IsInputTerminal { get; init; }

    public required bool IsOutputTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    /// <summary>The columns of the terminal; null where standard output is none.</summary>
    public int? Width { get; init; }

    public required EnvironmentVariables Variables { get; init; }

    /// <summary>The current folder: relative names are of files in it.</summary>
    public required string Folder { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Standard output for colours and tables: neither escape sequences nor wrapping where it is no terminal.</summary>
    public IAnsiConsole Styled => CreateStyled(Output, IsOutputTerminal);

    /// <summary>As <see cref="Styled"/>, for standard error.</summary>
    public IAnsiConsole StyledError => CreateStyled(Error, IsErrorTerminal);

    /// <summary>The full name of a file as it was given.</summary>
    public string PathOf(string file) => Path.GetFullPath(file, Folder);

    public static ToolConsole OfProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new ToolConsole
        {
            Input = Console.OpenStandardInput(),
            Output = Open(Console.OpenStandardOutput()),
            Error = Open(Console.OpenStandardError()),
            IsInputTerminal = !Console.IsInputRedirected,
            IsOutputTerminal = isTerminal,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Width = isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : null,
            Variables = EnvironmentVariables.OfProcess(),
            Folder = FolderOfProcess(),
            Clock = TimeProvider.System,
        };
    }

    // It may be deleted by now; then no relative name is of a file.
    private static string FolderOfProcess()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            return Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        }
    }

    private static StreamWriter Open(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    // https://no-color.org: set to anything but nothing.
    private IAnsiConsole CreateStyled(TextWriter writer, bool isTerminal)
    {
        var isStyled = isTerminal && Variables.Get("TERM") != "dumb" && string.IsNullOrEmpty(Variables.Get("NO_COLOR"));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isStyled ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = isStyled ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Width = isTerminal && Width is { } columns ? columns : Unbounded;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
