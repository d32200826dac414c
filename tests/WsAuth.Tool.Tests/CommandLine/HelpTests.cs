using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

public sealed class HelpTests : IDisposable
{
    private static readonly Command Root = WsAuthCommand.Create(ToolConsole.OfProcess());

    private readonly ToolHarness _tool = new();

    public static TheoryData<string> Commands => [.. PathsOf(Root, "").Select(path => path.Trim())];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples(string path)
    {
        var outcome = await _tool.RunAsync([.. Split(path), "--help"]);

        Assert.Equal((ExitCode.Fine, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("Examples:\n  wsauth " + path, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  wsauth " + path, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WsAuth.Tool", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_command_has_an_option_whose_name_asks_for_a_secret(string path) =>
        Assert.DoesNotContain(Find(path).Options, option => SecretArguments.ReservedOptions.Contains(option.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_right_usage(string path) =>
        Assert.All(
            CommandHelp.ExamplesOf(Find(path)),
            example =>
            {
                // What a shell takes away.
                var line = example
                    .Split(" < ")[0]
                    .Split(" > ")[0]
                    .Split(" | ")
                    .Single(part => part.StartsWith("wsauth", StringComparison.Ordinal));
                Assert.Empty(Root.Parse(line["wsauth".Length..]).Errors);
            }
        );

    [Fact]
    public async Task Help_is_given_whatever_else_is_wrong()
    {
        var outcome = await _tool.RunAsync("reasons", "a", "b", "--help");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
    }

    public void Dispose() => _tool.Dispose();

    private static string[] Split(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Command Find(string path) =>
        Split(path).Aggregate(Root, (command, name) => command.Subcommands.Single(sub => sub.Name == name));

    private static IEnumerable<string> PathsOf(Command command, string path) =>
        command.Subcommands.SelectMany(sub => PathsOf(sub, $"{path} {sub.Name}")).Prepend(path);
}
