using System.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.CommandLine;

/// <summary>One run: refuses what must not be an argument, parses, runs the command, and ends with one clear line where it fails.</summary>
internal static class ToolRun
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        ToolConsole console,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await ParseAndRunAsync(arguments, console, cancellationToken).ConfigureAwait(false);
        }
        catch (ToolException failure)
        {
            return Failures.Tell(console, arguments, failure.ExitCode, failure.Message, "wsauth: " + failure.Message);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last resort: whoever runs a tool is shown a line, no stack.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            var text = Defects.Describe(defect, arguments);
            return Failures.Tell(
                console,
                arguments,
                ExitCode.Defect,
                $"A defect of this tool ({defect.GetType().Name}).",
                text
            );
        }
    }

    private static async Task<int> ParseAndRunAsync(
        IReadOnlyList<string> arguments,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        if (SecretArguments.FindRefusal(arguments, file => File.Exists(console.PathOf(file))) is { } refusal)
        {
            throw ToolException.Usage(refusal);
        }

        var root = WsAuthCommand.Create(console);
        // An argument that begins with '@' is a value like any other, not the name of a file with more arguments.
        var parsed = root.Parse(UrlFirst.Of(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (!UsageErrors.IsAnsweredAnyway(parsed))
        {
            var wrong =
                UsageErrors.FindSwallowedOption(parsed)
                ?? (parsed.Errors.Count > 0 ? UsageErrors.Describe(parsed) : null);
            if (wrong is not null)
            {
                throw ToolException.Usage(wrong);
            }
        }

        return await parsed
            .InvokeAsync(
                new InvocationConfiguration
                {
                    Output = console.Output,
                    Error = console.Error,
                    EnableDefaultExceptionHandler = false,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
