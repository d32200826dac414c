using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets.Comparing;

/// <summary>Which sides are compared, and what beside the values in force explains a difference.</summary>
public sealed class SecretCompareTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    [Fact]
    public async Task A_clients_newline_is_one_sentence_with_both_places()
    {
        _tool.Write("server.env", $"EDGE_SECRET={_secret}\n");
        _tool.Write(".env", $"EDGE_SECRET=\"{_secret}\\n\"\n");

        var outcome = await CompareAsync("--env-file", "server.env", "--other-env-file", ".env");

        Assert.StartsWith(
            "different: The other side's env:EDGE_SECRET (.env) is this side's env:EDGE_SECRET (server.env) plus a trailing newline.\n"
                + "fix: Remove that from the other side's env:EDGE_SECRET (.env): the bare value stands alone.\n",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
    }

    [Theory]
    [InlineData("env:FIRST > env:SECOND", "", "is shadowed (source 2 of 'edge'), and the other side's env:FIRST")]
    [InlineData("env:FIRST", "env:SECOND until 2999-01-31", "is an older value, accepted until 2999-")]
    [InlineData("env:FIRST", "env:SECOND", "is an older value, accepted still")]
    public async Task A_lower_or_older_source_of_either_side_is_named(string order, string previous, string standing)
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Write(".env", $"FIRST={_other}\nSECOND={_secret}\n");
        _tool.Write(
            "other.json",
            """{"WsAuth":{"Secrets":{"edge":{"Order":"1","Previous":"2"}}}}"""
                .Replace("1", order, StringComparison.Ordinal)
                .Replace("\"2\"", previous.Length > 0 ? $"\"{previous}\"" : "null", StringComparison.Ordinal)
        );
        _tool.Write("this.json", """{"WsAuth":{"Secrets":{"edge":{}}}}""");

        var there = await CompareAsync(
            "--config",
            "this.json",
            "--other-config",
            "other.json",
            "--other-env-file",
            ".env"
        );
        var here = await CompareAsync("--config", "other.json", "--env-file", ".env", "--other-config", "this.json");

        Assert.Contains(standing, there.Output, StringComparison.Ordinal);
        Assert.Contains(
            standing.Replace("the other", "this", StringComparison.Ordinal),
            here.Output,
            StringComparison.Ordinal
        );
        Assert.Equal((ExitCode.Finding, ExitCode.Finding), (there.ExitCode, here.ExitCode));
    }

    [Fact]
    public async Task The_clients_variable_may_have_another_name()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Write(".env", $"CHAT_KEY={_secret}\n");

        var named = await CompareAsync("--other-env-file", ".env", "--other-variable", "CHAT_KEY");
        var unnamed = await CompareAsync("--other-env-file", ".env");
        var swapped = await CompareAsync(
            "--env-file",
            ".env",
            "--variable",
            "CHAT_KEY",
            "--fingerprint",
            SecretFingerprint.Of(_secret)
        );

        Assert.Equal(
            (ExitCode.Fine, ExitCode.Finding, ExitCode.Fine),
            (named.ExitCode, unnamed.ExitCode, swapped.ExitCode)
        );
        Assert.Contains("The other side has no value to compare.", unnamed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_nothing_reads_is_found_where_it_holds_the_other_sides_value()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Write(".env", $"EDGE_SECRET={_other}\nEDGE_TOKEN={_secret}\n");

        var outcome = await CompareAsync("--other-env-file", ".env");

        Assert.Contains(
            "is the same value as the other side's env:EDGE_TOKEN (.env); the other side's env:EDGE_TOKEN (.env) is in no order",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_another_reader_makes_of_the_file_is_found()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Write(".env", $"EDGE_SECRET=`{_secret}`\n");

        var node = await CompareAsync("--other-env-file", ".env");
        var python = await CompareAsync("--other-env-file", ".env", "--other-env-file-as", "python");

        Assert.Equal((ExitCode.Fine, ExitCode.Finding), (node.ExitCode, python.ExitCode));
        Assert.Contains("is read differently", node.Output, StringComparison.Ordinal);
        Assert.Contains("EDGE_SECRET as dotenv (Node) reads .env", python.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_files_does_not_have_the_servers_files()
    {
        _tool.Write(
            "appsettings.json",
            """{"WsAuth":{"Secrets":{"edge":{"Order":"config:Edge > env:EDGE_SECRET","Previous":"config:Edge"}}},"Edge":"S"}""".Replace(
                "\"S\"",
                $"\"{_secret}\"",
                StringComparison.Ordinal
            )
        );
        _tool.Write(".env", $"EDGE_SECRET={_other}\n");
        _tool.Write("empty.env", "");

        var outcome = await CompareAsync("--other-env-file", ".env");
        var empty = await CompareAsync("--other-env-file", "empty.env");

        Assert.Contains("are different values", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("The other side has no value", empty.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_environments_of_one_configuration_are_compared()
    {
        _tool.Variables["JWT_SECRET_STAGING"] = _secret;
        _tool.Variables["JWT_SECRET_KEY"] = _other;

        var outcome = await _tool.RunAsync(
            "secret",
            "compare",
            "--name",
            "jwt",
            "--environment",
            "Staging",
            "--other-environment",
            "Testing"
        );

        Assert.StartsWith(
            "different: This side's env:JWT_SECRET_KEY is the same value as the other side's env:JWT_SECRET_KEY; this side's env:JWT_SECRET_KEY is shadowed",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_client_reads_the_variable_of_the_services_environment()
    {
        _tool.Variables["JWT_SECRET_STAGING"] = _secret;
        _tool.Write(".env", $"JWT_SECRET_STAGING={_secret}\n");

        var outcome = await _tool.RunAsync(
            "secret",
            "compare",
            "--name",
            "jwt",
            "--environment",
            "Staging",
            "--other-env-file",
            ".env"
        );

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
    }

    [Fact]
    public async Task A_value_that_the_service_refuses_is_no_good_though_both_have_it()
    {
        _tool.Variables["EDGE_SECRET"] = "short";
        _tool.Write(".env", "EDGE_SECRET=short\n");

        var outcome = await CompareAsync("--other-env-file", ".env", "--json");

        Assert.Equal("equal", outcome.Json.GetProperty("verdict").GetString());
        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("refuses that value", outcome.Json.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fingerprint_without_digits_says_nothing()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;

        var outcome = await CompareAsync("--fingerprint", "fp:weak");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("says nothing", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--fingerprint", "1a2b3c4d5e6f")]
    [InlineData("--fingerprint", "fp:1a2b")]
    [InlineData("--fingerprint", "fp:1a2b3c4d5e6f", "--other-env-file", ".env")]
    [InlineData("--fingerprint", "fp:1a2b3c4d5e6f", "--operator-token-from", "-")]
    [InlineData("--other-env-file", ".env", "--other-variable", "A B")]
    [InlineData("--server", "chat.example/ws-auth")]
    [InlineData("--server", "https://chat.example/ws-auth?a=b")]
    [InlineData("--server", "http://chat.example/ws-auth", "--operator-token-from", "-")]
    public async Task Wrong_usage_compares_nothing(params string[] arguments)
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Write(".env", "");

        var outcome = await CompareAsync(arguments);

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public async Task A_file_of_either_side_that_is_not_there_is_named()
    {
        var here = await CompareAsync("--env-file", "a.env", "--other-env-file", "b.env");
        _tool.Write("a.env", $"EDGE_SECRET={_secret}\n");
        var there = await CompareAsync("--env-file", "a.env", "--other-env-file", "b.env");

        Assert.Equal((ExitCode.Unreadable, "wsauth: a.env is not there.\n"), (here.ExitCode, here.Error));
        Assert.Equal((ExitCode.Unreadable, "wsauth: b.env is not there.\n"), (there.ExitCode, there.Error));
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> CompareAsync(params string[] arguments) =>
        _tool.RunAsync(["secret", "compare", "--name", "edge", .. arguments]);
}
