using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

public sealed class UsageTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Theory]
    [InlineData("There is no command \"reason\" here; did you mean 'reasons'? See wsauth --help.", "reason")]
    [InlineData(
        "There is no option \"--jsn\" here; did you mean '--json'? See wsauth reasons --help.",
        "reasons",
        "--jsn"
    )]
    [InlineData(
        "--environment is empty; leave it out, or name the service's environment.",
        "secret",
        "explain",
        "--environment",
        " "
    )]
    [InlineData("\"b\" is one argument too many. See wsauth reasons --help.", "reasons", "a", "b")]
    public async Task Wrong_usage_says_what_was_meant_and_where_help_is(string hint, params string[] arguments)
    {
        var outcome = await _tool.RunAsync(arguments);

        Assert.Equal((ExitCode.Usage, $"wsauth: {hint}\n", ""), (outcome.ExitCode, outcome.Error, outcome.Output));
    }

    [Fact]
    public async Task No_command_at_all_is_wrong_usage_and_lists_them()
    {
        var outcome = await _tool.RunAsync();

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("reasons", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_with_an_at_sign_is_no_file_of_arguments()
    {
        var file = _tool.Write("arguments", "token_expired");

        var outcome = await _tool.RunAsync("reasons", "@" + file);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
    }

    public void Dispose() => _tool.Dispose();
}
