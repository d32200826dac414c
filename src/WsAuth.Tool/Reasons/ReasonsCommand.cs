using System.CommandLine;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Reasons;

/// <summary><c>wsauth reasons [code]</c>: the catalogue, offline.</summary>
internal static class ReasonsCommand
{
    private const string Name = "reasons";

    public static Command Create(ToolConsole console)
    {
        var code = new Argument<string?>("code")
        {
            Description = "A reason of a log line, or the class in X-WsAuth-Reason.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new Command(Name, "The reasons why a handshake is refused: what each means and what to change.")
        {
            code,
            json,
        };
        command.SetAction(parsed => (int)Run(console, parsed.GetValue(code), parsed.GetValue(json)));
        return command.WithExamples(
            "wsauth reasons",
            "wsauth reasons token_expired",
            "wsauth reasons credential_invalid --json"
        );
    }

    private static ExitCode Run(ToolConsole console, string? written, bool isJson)
    {
        var code = written?.ToLowerInvariant();
        var reasons = code is null ? ReasonCatalogue.All : Find(code);
        if (isJson)
        {
            JsonReport.Write(console, Name, ExitCode.Fine, writer => ReasonsJson.Write(writer, reasons));
        }
        else if (code is null)
        {
            ReasonsText.WriteTable(console, reasons);
        }
        else
        {
            console.Output.Write(ReasonCatalogue.ReadHelpPage(code)!.TrimEnd() + "\n");
        }

        return ExitCode.Fine;
    }

    // A wire class stands for all the reasons that an anonymous caller is told it for.
    private static List<Reason> Find(string code)
    {
        var found = ReasonCatalogue.All.Where(reason => reason.Code == code || reason.WireClass == code).ToList();
        if (found.Count > 0 && ReasonCatalogue.HasHelpPage(code))
        {
            return found;
        }

        var known = ReasonCatalogue.All.SelectMany(reason => new[] { reason.Code, reason.WireClass }).Distinct();
        var nearest = DidYouMean.Suggest(code, known);
        throw ToolException.Usage(
            $"There is no reason {ClientText.Quote(code)}{(nearest.Length > 0 ? nearest : ".")} 'wsauth reasons' lists them."
        );
    }
}
