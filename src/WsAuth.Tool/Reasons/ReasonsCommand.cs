using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Reasons;

/// <summary><c>wsauth reasons [code]</c>: the catalogue, offline.</summary>
internal static partial class ReasonsCommand
{
    private const string Name = "reasons";

    public static Command Create(ToolConsole console)
    {
        var code = new Argument<string?>("code")
        {
            Description = "A reason of a log line, the class in X-WsAuth-Reason, a status or a close code.",
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
        var reasons = code is null ? ReasonCatalogue.All : OfNumber(code) ?? Find(code);
        if (isJson)
        {
            JsonReport.Write(console, Name, ExitCode.Fine, writer => ReasonsJson.Write(writer, reasons));
        }
        else if (code is null || char.IsAsciiDigit(code[0]))
        {
            ReasonsText.WriteTable(console, reasons);
        }
        else
        {
            console.Output.Write(RelativeLink().Replace(ReasonCatalogue.ReadHelpPage(code)!, "$1").TrimEnd() + "\n");
        }

        return ExitCode.Fine;
    }

    // The status of an answer, or the code that a socket was closed with: all that many a client shows.
    private static List<Reason>? OfNumber(string written)
    {
        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var found = ReasonCatalogue.All.Where(reason => reason.Status == number || reason.CloseCode == number).ToList();
        return found.Count > 0
            ? found
            : throw ToolException.Usage(
                $"No reason has the status or close code {number}. 'wsauth reasons' lists them."
            );
    }

    // They lead nowhere outside the documents.
    [GeneratedRegex(@"\[([^\]]+)\]\((?!https?:)[^)]+\)")]
    private static partial Regex RelativeLink();

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
