using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.CommandLine;

/// <summary><c>--help</c> with examples, as wide as the terminal.</summary>
internal static class CommandHelp
{
    private const int WidthWithoutTerminal = 100;

    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    /// <summary>Adds what <c>--help</c> shows below the options; every command has at least one.</summary>
    public static T WithExamples<T>(this T command, params string[] examples)
        where T : Command
    {
        Examples.Add(command, examples);
        return command;
    }

    public static string[] ExamplesOf(Command command) => Examples.TryGetValue(command, out var found) ? found : [];

    public static void Install(Command root, ToolConsole console)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesAction((HelpAction)help.Action!, console);
    }

    private sealed class ExamplesAction(HelpAction inner, ToolConsole console) : SynchronousCommandLineAction
    {
        // Whoever asks for help gets it, whatever else is wrong with the line.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            inner.MaxWidth = console.Width ?? WidthWithoutTerminal;
            var exitCode = inner.Invoke(parseResult);
            var examples = ExamplesOf(parseResult.CommandResult.Command);
            if (examples.Length > 0)
            {
                console.Output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    console.Output.WriteLine("  " + example);
                }

                console.Output.WriteLine();
            }

            return exitCode;
        }
    }
}
