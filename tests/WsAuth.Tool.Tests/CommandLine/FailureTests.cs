using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;
using Xunit;

namespace WsAuth.Tool.Tests.CommandLine;

/// <summary>With <c>--json</c> there is one document on standard output, however it ends.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Theory]
    [InlineData(2, "reasons", "reasons", "no_such_reason")]
    [InlineData(2, "reasons", "reasons", "--jsn")]
    [InlineData(2, "", "resons")]
    [InlineData(2, "secret explain", "secret", "explain", "--token", "x")]
    [InlineData(3, "secret explain", "secret", "explain", "--config", "nowhere.json")]
    public async Task A_failure_is_a_document_too_and_stays_a_line(
        int exitCode,
        string command,
        params string[] arguments
    )
    {
        var text = await _tool.RunAsync(arguments);
        var json = await _tool.RunAsync([.. arguments, "--json"]);

        Assert.Equal(((ExitCode)exitCode, ""), (text.ExitCode, text.Output));
        Assert.Equal((text.ExitCode, text.Error), (json.ExitCode, json.Error));
        Assert.Equal(["command", "exit_code", "error"], json.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(command, json.Json.GetProperty("command").GetString());
        Assert.Equal(exitCode, json.Json.GetProperty("exit_code").GetInt32());
        Assert.Equal(text.Error, $"wsauth: {json.Json.GetProperty("error").GetString()}\n");
    }

    [Fact]
    public async Task What_is_left_alone_is_a_document_too()
    {
        _tool.Write(".env", "EDGE_SECRET=old\n");

        var outcome = await _tool.RunAsync("secret", "generate", "--into", ".env", "--name", "EDGE_SECRET", "--json");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Equal(1, outcome.Json.GetProperty("exit_code").GetInt32());
        Assert.Contains("--force", outcome.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_two_dashes_it_is_no_option()
    {
        var outcome = await _tool.RunAsync("reasons", "--", "--json");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_defect_is_told_without_its_message(bool isVerbose)
    {
        var secret = TestSecrets.Hex();
        using var error = new StringWriter { NewLine = "\n" };
        using var output = new BrokenOnce(secret);
        var console = new ToolConsole
        {
            Input = Stream.Null,
            Output = output,
            Error = error,
            IsInputTerminal = false,
            IsOutputTerminal = false,
            IsErrorTerminal = false,
            Variables = new EnvironmentVariables(new Dictionary<string, string>()),
            Folder = _tool.Folder,
            Clock = _tool.Clock,
        };

        var exitCode = await ToolRun.RunAsync(
            isVerbose ? ["reasons", "--json", "--verbose"] : ["reasons", "--json"],
            console
        );

        Assert.Equal((int)ExitCode.Defect, exitCode);
        LeakWatch.Observe(error.ToString());
        LeakWatch.Observe(output.ToString());
        Assert.Contains("a defect of this tool (NotSupportedException)", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(isVerbose, error.ToString().Contains("  at ", StringComparison.Ordinal));
        Assert.Contains("\"exit_code\": 4", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("quoted", error.ToString() + output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();

    // An exception whose message quotes what it failed on, which is not this suite's to see.
    private sealed class BrokenOnce(string secret) : StringWriter
    {
        private bool _hasThrown;

        public override void Write(string? value)
        {
            if (!_hasThrown)
            {
                _hasThrown = true;
                throw new NotSupportedException($"quoted {secret.Length}");
            }

            base.Write(value);
        }
    }
}
