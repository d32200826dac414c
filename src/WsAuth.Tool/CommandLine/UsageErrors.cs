using System.CommandLine;
using System.CommandLine.Parsing;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tool.CommandLine;

/// <summary>Wrong usage in words: what was not understood, what may have been meant, and where help is.</summary>
internal static class UsageErrors
{
    /// <summary>Whether the line is answered in spite of its errors, as <c>--help</c> is.</summary>
    public static bool IsAnsweredAnyway(ParseResult parsed) => parsed.Action is { ClearsParseErrors: true };

    /// <summary>An option that does not exist and was taken for the value of an argument; null where there is none. After <c>--</c> anything is a value.</summary>
    public static string? FindSwallowedOption(ParseResult parsed) =>
        parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(value =>
                value.Length > 1 && value[0] == '-' && !parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            )
            is { } option
            ? $"{DescribeUnknown(option, parsed)} See {PathOf(parsed)} --help."
            : null;

    public static string Describe(ParseResult parsed)
    {
        var help = $"See {PathOf(parsed)} --help.";
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return $"{DescribeUnknown(unknown, parsed)} {help}";
        }

        var commands = parsed.CommandResult.Command.Subcommands;
        return commands.Count > 0
            ? $"Which command: {string.Join(", ", commands.Select(command => command.Name))}? {help}"
            : $"{DescribeError(parsed.Errors[0])} {help}";
    }

    // The parser's own words for a value name a type of this program.
    private static string DescribeError(ParseError error) =>
        error.SymbolResult is OptionResult { Option: { ValueType.IsEnum: true } option, Tokens: [.., var given] }
            ? $"{option.Name} takes {string.Join(", ", Enum.GetNames(option.ValueType).Select(name => name.ToLowerInvariant()))}, and not {ClientText.Quote(given.Value)}."
            : error.Message.ReplaceLineEndings(" ");

    private static string DescribeUnknown(string unknown, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (unknown.StartsWith('-'))
        {
            var name = unknown.Split('=', ':')[0];
            return $"There is no option {ClientText.Quote(name)} here{End(SuggestOption(name, [.. OptionsOf(parsed)]))}";
        }

        var commands = command.Subcommands.Select(sub => sub.Name).ToList();
        return commands.Count > 0
            ? $"There is no command {ClientText.Quote(unknown)} here{End(DidYouMean.Suggest(unknown, commands))}"
            : $"{ClientText.Quote(unknown)} is one argument too many.";
    }

    // Half a name, as other programs take it, is as far from the whole one as another word.
    private static string SuggestOption(string name, IReadOnlyCollection<string> options)
    {
        var longer = options
            .Where(option => name.Length > 3 && option.StartsWith(name, StringComparison.Ordinal))
            .ToList();
        return longer.Count > 0
            ? $"; did you mean {string.Join(" or ", longer.Select(option => $"'{option}'"))}?"
            : DidYouMean.Suggest(name, options);
    }

    private static string End(string suggestion) => suggestion.Length > 0 ? suggestion : ".";

    private static IEnumerable<string> OptionsOf(ParseResult parsed) =>
        Path(parsed)
            .SelectMany(command =>
                command.Options.Where(option => option.Recursive || command == parsed.CommandResult.Command)
            )
            .Select(option => option.Name);

    private static string PathOf(ParseResult parsed) =>
        string.Join(' ', Path(parsed).Reverse().Skip(1).Select(command => command.Name).Prepend("wsauth"));

    private static IEnumerable<Command> Path(ParseResult parsed)
    {
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = command.Parent)
        {
            yield return command.Command;
        }
    }
}
