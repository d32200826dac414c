using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

/// <summary>Lines that are nearly right: what is meant is done, or named.</summary>
public sealed class MistakenLineTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Theory]
    [InlineData("doctor", "--env-file", "s.env", "wss://host.example/ws", "--environment", "Staging")]
    [InlineData("doctor", "--environment", "Staging", "--env-file", "s.env", "t.env", "wss://host.example/ws")]
    public void A_url_behind_files_is_the_url(params string[] line)
    {
        var sorted = UrlFirst.Of(line);

        Assert.Equal("wss://host.example/ws", sorted[1]);
        Assert.Equal(line.Order(StringComparer.Ordinal), sorted.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("doctor", "--env-file", "s.env", "--origin", "https://app.example")]
    [InlineData("doctor", "wss://host.example/ws", "--config", "a.json", "https://app.example")]
    [InlineData("doctor", "--env-file", "s.env", "--", "wss://host.example/ws")]
    public void A_url_that_is_an_options_value_stays_where_it_is(params string[] line) =>
        Assert.Equal(line, UrlFirst.Of(line));

    [Theory]
    [InlineData("--env-file-as", "ruby", "node, python")]
    [InlineData("--env", "s.env", "did you mean '--environment' or '--env-file'")]
    [InlineData("--name", "EDGE_SECRET", "the secret that is read from it is 'edge'")]
    public async Task What_an_option_takes_is_said_in_one_line(string option, string value, string told)
    {
        var outcome = await _tool.RunAsync("secret", "explain", option, value);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("WsAuth.Tool.", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Forms_of_a_secret_are_named()
    {
        var outcome = await _tool.RunAsync("secret", "generate", "--format", "base64");

        Assert.Contains("hex, base64url", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("WsAuth.Tool.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_as_such()
    {
        var outcome = await _tool.RunAsync("secret", "generate", "--into", "no/such/.env", "--name", "EDGE_SECRET");

        Assert.Contains("its folder is not there", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401", "token_expired")]
    [InlineData("4401", "token_expired")]
    public async Task A_status_and_a_close_code_list_their_reasons(string number, string reason)
    {
        var outcome = await _tool.RunAsync("reasons", number);

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains("\n" + reason + " ", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await _tool.RunAsync("reasons", "999")).ExitCode);
    }

    [Fact]
    public async Task A_page_has_no_links_that_lead_nowhere()
    {
        var outcome = await _tool.RunAsync("reasons", "secret_mismatch");

        Assert.DoesNotContain("](", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
