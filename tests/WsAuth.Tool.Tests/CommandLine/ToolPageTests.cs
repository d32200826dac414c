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

    [Fact]
    public async Task Every_command_line_of_the_page_is_right_usage()
    {
        var lines = Page.Split('\n').Where(line => line.StartsWith("wsauth ", StringComparison.Ordinal)).ToList();

        Assert.True(lines.Count > 5);
        foreach (var line in lines)
        {
            var outcome = await _tool.RunAsync([.. line.Split(" < ")[0].Split(' ')[1..], "--help"]);
            Assert.Equal(ExitCode.Fine, outcome.ExitCode);
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
}
