using System.Globalization;
using System.Text.RegularExpressions;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

/// <summary>docs/tool.md says what the tool does.</summary>
public sealed partial class ToolPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "docs", "tool.md"));

    private readonly ToolHarness _tool = new();

    [Fact]
    public void Every_exit_code_stands_in_the_page_and_no_other()
    {
        var documented = Rows()
            .Matches(Page)
            .Select(row =>
                (int.Parse(row.Groups["code"].Value, CultureInfo.InvariantCulture), row.Groups["name"].Value)
            );

        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => ((int)code, code.ToString())), documented);
    }

    [Theory]
    [InlineData("tool.md")]
    [InlineData("tool-doctor.md")]
    [InlineData("tool-recipes.md")]
    public async Task Every_command_line_of_the_page_is_right_usage(string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Programs.RepositoryRoot, "docs", page));
        var lines = CommandLines().Matches(text).Select(match => match.Groups["line"].Value).ToList();

        Assert.True(lines.Count >= 5);
        foreach (var line in lines)
        {
            var words = Words().Matches(line.Split(" < ")[0]).Select(word => word.Value.Trim('"'));
            var outcome = await _tool.RunAsync([.. words.Skip(1), "--help"]);
            Assert.True(outcome.ExitCode == ExitCode.Fine, $"{line}\n{outcome.Error}");
        }
    }

    [Fact]
    public void Every_command_has_its_line_in_the_page()
    {
        var root = WsAuthCommand.Create(Terminal.ToolConsole.OfProcess());
        var commands = root.Subcommands.SelectMany(command =>
            command.Subcommands.Count == 0
                ? [command.Name]
                : command.Subcommands.Select(sub => $"{command.Name} {sub.Name}")
        );

        Assert.All(commands, command => Assert.Contains($"| [`wsauth {command}`]", Page, StringComparison.Ordinal));
    }

    public void Dispose() => _tool.Dispose();

    [GeneratedRegex(@"^\| (?<code>\d+) \| (?<name>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    // At the beginning of a line or after a pipe, and in the text where arguments follow.
    [GeneratedRegex(
        @"(^|\| |`)(?<line>wsauth (doctor|secret \w+|token \w+|reasons) [^`\n<|]*[^`\n<| ])",
        RegexOptions.Multiline
    )]
    private static partial Regex CommandLines();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
