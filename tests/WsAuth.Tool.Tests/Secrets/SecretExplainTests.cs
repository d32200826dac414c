using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

public sealed class SecretExplainTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    [Fact]
    public async Task The_table_is_the_one_that_the_service_logs()
    {
        _tool.Write("appsettings.json", """{"WsAuth":{"Environment":"Staging","Secrets":{"jwt":{}}}}""");
        _tool.Variables["JWT_SECRET_STAGING"] = _secret;
        _tool.Variables["JWT_SECRET_KEY"] = _other;
        var configuration = Tool.Configuration.ConfigurationSource.Open(new(null, [], [], default), Console(_tool));
        using var service = WsAuthRuntime.FromConfiguration(
            configuration.Configuration,
            "Production",
            variables: configuration.Variables
        );
        service.Secrets.Resolve("jwt");

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "jwt");

        Assert.StartsWith(
            service.Secrets.Report().ToString().ReplaceLineEndings("\n"),
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("environment Staging (WsAuth:Environment)", outcome.Output, StringComparison.Ordinal);
        Assert.All(
            service.Secrets.Report().Warnings,
            warning => Assert.Contains($"finding: {warning}\n", outcome.Output, StringComparison.Ordinal)
        );
        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
    }

    [Fact]
    public async Task The_environment_chooses_file_and_variable()
    {
        _tool.Write("appsettings.json", """{"WsAuth":{"Secrets":{"edge":{"Order":"env:OLD"}}}}""");
        _tool.Write(
            "appsettings.Staging.json",
            """{"WsAuth":{"Secrets":{"edge":{"Order":"env:EDGE_{ENVIRONMENT}"}}}}"""
        );
        _tool.Variables["EDGE_STAGING"] = _secret;

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--environment", "Staging");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains(
            $"in force {SecretFingerprint.Of(_secret)} from env:EDGE_STAGING",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "read: appsettings.json, appsettings.Staging.json, the variables of this shell\n",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "OTHER")]
    public async Task Without_the_option_the_environment_is_that_of_the_variables(string name, string lesser)
    {
        _tool.Variables[name] = "Staging";
        _tool.Variables[lesser] = "Testing";
        _tool.Variables["JWT_SECRET_STAGING"] = _secret;

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "jwt", "--json");

        Assert.Equal("Staging", outcome.Json.GetProperty("environment").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_variable_is_a_setting_over_the_files()
    {
        _tool.Write("appsettings.json", """{"WsAuth":{"Secrets":{"edge":{"Order":"env:OLD"}}}}""");
        _tool.Variables["WsAuth__Secrets__edge__Order"] = "env:NEW";
        _tool.Variables["NEW"] = _secret;

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--json");

        Assert.Equal("env:NEW", outcome.Json.GetProperty("secrets")[0].GetProperty("order").GetString());
    }

    [Fact]
    public async Task Env_files_stand_for_the_variables_and_the_shells_other_value_is_named()
    {
        _tool.Write(".env", $"EDGE_SECRET={_secret}\n");
        _tool.Variables["EDGE_SECRET"] = _other;

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--env-file", ".env");

        Assert.Contains($"in force {SecretFingerprint.Of(_secret)}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("EDGE_SECRET is set in this shell too", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
    }

    [Fact]
    public async Task Of_two_env_files_the_later_counts_and_the_difference_is_named()
    {
        _tool.Write(".env", $"EDGE_SECRET={_secret}\n");
        _tool.Write(".env.local", $"EDGE_SECRET={_other}\n");

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--env-file", ".env", ".env.local");

        Assert.Contains($"in force {SecretFingerprint.Of(_other)}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(
            "EDGE_SECRET stands in .env and .env.local with different values",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Explaining_makes_no_development_default()
    {
        _tool.Variables["HOME"] = _tool.Folder;

        var outcome = await _tool.RunAsync("secret", "explain", "--environment", "Development");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains("not made yet", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_tool.Folder));
    }

    [Fact]
    public async Task A_built_in_secret_that_nobody_needs_is_a_note_unless_it_is_asked_about()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;

        var all = await _tool.RunAsync("secret", "explain");
        var asked = await _tool.RunAsync("secret", "explain", "--name", "jwt");

        Assert.Equal((ExitCode.Fine, ExitCode.Finding), (all.ExitCode, asked.ExitCode));
        Assert.Contains("note: Secret 'jwt' is not configured", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_wrong_usage_and_the_nearest_is_named()
    {
        var outcome = await _tool.RunAsync("secret", "explain", "--name", "egde");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("did you mean 'edge'?", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"WsAuth\":{\"Secrts\":{}}}", "Secrts")]
    [InlineData("{\"WsAuth\":\n{\"Secrets\":S}}", "appsettings.json is no JSON configuration: look at line 2.")]
    public async Task A_configuration_that_a_service_would_not_start_with_is_named(string content, string fault)
    {
        _tool.Write("appsettings.json", content.Replace("S}", _secret + "}", StringComparison.Ordinal));

        var outcome = await _tool.RunAsync("secret", "explain");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(fault, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var outcome = await _tool.RunAsync("secret", "explain", "--config", "nowhere.json");

        Assert.Equal((ExitCode.Unreadable, "wsauth: nowhere.json is not there.\n"), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task Nothing_is_coloured_cut_or_wrapped_unless_it_is_a_terminal_that_wants_it()
    {
        using var terminal = new ToolHarness { IsTerminal = true };
        using var plain = new ToolHarness { IsTerminal = true };
        plain.Variables["NO_COLOR"] = "1";
        using var dumb = new ToolHarness { IsTerminal = true };
        dumb.Variables["TERM"] = "dumb";
        using var unset = new ToolHarness { IsTerminal = true };
        unset.Variables["NO_COLOR"] = "";

        var coloured = await terminal.RunAsync("secret", "explain");
        var uncoloured = await plain.RunAsync("secret", "explain");
        var piped = await _tool.RunAsync("secret", "explain");

        Assert.Contains('\u001b', coloured.Output);
        Assert.DoesNotContain('\u001b', uncoloured.Output);
        Assert.DoesNotContain('\u001b', (await dumb.RunAsync("secret", "explain")).Output);
        Assert.Contains('\u001b', (await unset.RunAsync("secret", "explain")).Output);
        Assert.Equal(piped.Output, uncoloured.Output);
    }

    public void Dispose() => _tool.Dispose();

    private static Terminal.ToolConsole Console(ToolHarness tool) =>
        new()
        {
            Input = Stream.Null,
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            IsInputTerminal = false,
            IsOutputTerminal = false,
            IsErrorTerminal = false,
            Variables = new Terminal.EnvironmentVariables(tool.Variables),
            Folder = tool.Folder,
            Clock = tool.Clock,
        };
}
