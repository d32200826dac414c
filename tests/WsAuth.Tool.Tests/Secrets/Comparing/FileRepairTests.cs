using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets.Comparing;

/// <summary>Where a line of a file explains the difference, that line is what is to be changed, and never the side that is right.</summary>
public sealed class FileRepairTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();

    public FileRepairTests() => _tool.Write("right.env", $"EDGE_SECRET={_secret}\n");

    [Fact]
    public async Task Quotes_that_one_reader_keeps_are_removed_where_they_stand()
    {
        _tool.Write("dq.env", $"EDGE_SECRET=\"{_secret}\"\n");

        var outcome = await CompareAsync("dq.env", "--other-env-file-as", "docker");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains(
            "fix: In dq.env, write the bare value behind 'EDGE_SECRET='",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Give this side", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_a_later_one_overrides_is_found()
    {
        _tool.Write("twice.env", $"EDGE_SECRET={_secret}\nEDGE_SECRET={TestSecrets.Hex()}\n");

        var outcome = await CompareAsync("twice.env");

        Assert.Contains("in an earlier line of twice.env", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("fix: Keep one line of EDGE_SECRET", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#EDGE_SECRET=")]
    [InlineData("# EDGE_SECRET = ")]
    public async Task A_line_that_is_commented_out_is_found(string before)
    {
        _tool.Write("old.env", $"{before}{_secret}\nEDGE_SECRET={TestSecrets.Hex()}\n");

        var outcome = await CompareAsync("old.env");

        Assert.Contains("in a comment of old.env", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no other value in sight", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_that_a_shell_keeps_are_a_note()
    {
        _tool.Write("crlf.env", $"EDGE_SECRET={_secret}\r\n");

        var outcome = await CompareAsync("crlf.env");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains("crlf.env has CR LF line ends", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_of_this_side_is_not_the_other_sides()
    {
        _tool.Write("key.env", $"EDGE_KEY={_secret}\n");

        string[] line = ["secret", "compare", "--name", "edge", "--env-file", "key.env", "--variable", "EDGE_KEY"];

        var outcome = await _tool.RunAsync([.. line, "--other-env-file", "right.env"]);

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
    }

    [Fact]
    public async Task A_fingerprint_is_named_once()
    {
        var outcome = await _tool.RunAsync([
            "secret",
            "compare",
            "--name",
            "edge",
            "--env-file",
            "right.env",
            "--fingerprint",
            "fp:0123456789ab",
        ]);

        Assert.Contains("the value with the fingerprint fp:0123456789ab are", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> CompareAsync(string other, params string[] further) =>
        _tool.RunAsync([
            "secret",
            "compare",
            "--name",
            "edge",
            "--env-file",
            "right.env",
            "--other-env-file",
            other,
            .. further,
        ]);
}
