using WsAuth.Reasons;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Reasons;

public sealed class ReasonsCommandTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Fact]
    public async Task Every_reason_has_a_line()
    {
        var outcome = await _tool.RunAsync("reasons");

        Assert.Equal((ExitCode.Fine, ""), (outcome.ExitCode, outcome.Error));
        Assert.All(
            ReasonCatalogue.All,
            reason =>
                Assert.Contains(
                    outcome.Output.Split('\n'),
                    line =>
                        line.StartsWith(reason.Code + " ", StringComparison.Ordinal)
                        && line.EndsWith(reason.Explanation, StringComparison.Ordinal)
                )
        );
    }

    [Theory]
    [InlineData("secret_mismatch")]
    [InlineData("credential_invalid")]
    [InlineData("Secret_Mismatch")]
    public async Task A_code_and_a_wire_class_have_their_page(string name)
    {
        var outcome = await _tool.RunAsync("reasons", name);

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        var page = ReasonCatalogue.ReadHelpPage(name.ToLowerInvariant())!;
        Assert.Equal(page.Split('\n')[0], outcome.Output.Split('\n')[0]);
        Assert.Equal(page.TrimEnd().Split('\n').Length, outcome.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task An_unknown_code_is_wrong_usage_and_the_nearest_is_named()
    {
        var outcome = await _tool.RunAsync("reasons", "token_expird");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("did you mean 'token_expired'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_one_document()
    {
        var outcome = await _tool.RunAsync("reasons", "--json");

        var json = outcome.Json;
        Assert.Equal(
            ("reasons", 0),
            (json.GetProperty("command").GetString(), json.GetProperty("exit_code").GetInt32())
        );
        Assert.Equal(
            ReasonCatalogue.All.Select(reason => (reason.Code, reason.Fix)),
            json.GetProperty("reasons")
                .EnumerateArray()
                .Select(reason => (reason.GetProperty("code").GetString()!, reason.GetProperty("fix").GetString()!))
        );
    }

    [Fact]
    public async Task A_wire_class_stands_for_its_reasons()
    {
        var outcome = await _tool.RunAsync("reasons", "unavailable", "--json");

        Assert.Equal(
            ["secret_unavailable", "validator_failed", "state_unavailable"],
            outcome
                .Json.GetProperty("reasons")
                .EnumerateArray()
                .Select(reason => reason.GetProperty("code").GetString())
        );
    }

    public void Dispose() => _tool.Dispose();
}
