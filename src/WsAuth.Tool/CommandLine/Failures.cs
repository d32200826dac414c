using System.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.CommandLine;

/// <summary>How a run that fails is told: a line on standard error, and with <c>--json</c> the one document on standard output too.</summary>
internal static class Failures
{
    /// <summary>Tells it, and answers the exit code.</summary>
    /// <param name="console">Where the command runs.</param>
    /// <param name="arguments">The line as it was given; nothing of it but names of commands is repeated.</param>
    /// <param name="exitCode">How it ends.</param>
    /// <param name="error">What is wrong, for the document.</param>
    /// <param name="line">The same for standard error.</param>
    public static int Tell(
        ToolConsole console,
        IReadOnlyList<string> arguments,
        ExitCode exitCode,
        string error,
        string line
    )
    {
        console.Error.WriteLine(line);
        if (arguments.TakeWhile(argument => argument != "--").Contains(CommonOptions.JsonName))
        {
            try
            {
                JsonReport.Write(
                    console,
                    CommandOf(console, arguments),
                    exitCode,
                    writer => writer.WriteString("error"u8, error)
                );
            }
            catch (IOException)
            {
                // Nobody reads standard output any more, which may be why it failed.
            }
        }

        return (int)exitCode;
    }

    // The names that were understood: a line may be wrong before it is parsed at all.
    private static string CommandOf(ToolConsole console, IEnumerable<string> arguments)
    {
        List<string> names = [];
        Command? command = WsAuthCommand.Create(console);
        foreach (var argument in arguments)
        {
            command = command.Subcommands.FirstOrDefault(sub => sub.Name == argument);
            if (command is null)
            {
                break;
            }

            names.Add(command.Name);
        }

        return string.Join(' ', names);
    }
}
