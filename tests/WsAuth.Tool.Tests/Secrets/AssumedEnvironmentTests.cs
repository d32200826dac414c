using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

/// <summary>Nobody named the environment: whoever is asked about Production and means Staging is told.</summary>
public sealed class AssumedEnvironmentTests : IDisposable
{
    private const string Note =
        "environment Production assumed, because none is given (--environment); JWT_SECRET_STAGING is set and not read in it.";

    private readonly ToolHarness _tool = new();

    public AssumedEnvironmentTests()
    {
        var shared = TestSecrets.Hex();
        _tool.Write("server.env", $"JWT_SECRET_KEY={shared}\nJWT_SECRET_STAGING={TestSecrets.Hex()}\n");
        _tool.Write("suite.env", $"JWT_SECRET_KEY={shared}\n");
    }

    [Fact]
    public async Task Explain_says_that_it_assumes_the_environment_and_what_is_not_read_in_it()
    {
        string[] line = ["secret", "explain", "--name", "jwt", "--env-file", "server.env"];

        Assert.Contains($"note: {Note}\n", (await _tool.RunAsync(line)).Output, StringComparison.Ordinal);
        var notes = (await _tool.RunAsync([.. line, "--json"])).Json.GetProperty("notes").EnumerateArray();
        Assert.Contains(notes, note => note.GetString() == Note);
        var told = await _tool.RunAsync([.. line, "--environment", "Production"]);
        Assert.DoesNotContain("assumed", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_says_it_of_each_side_that_assumes_it()
    {
        string[] line =
        [
            "secret",
            "compare",
            "--name",
            "jwt",
            "--env-file",
            "server.env",
            "--other-env-file",
            "suite.env",
        ];

        var outcome = await _tool.RunAsync(line);

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains($"note: this side: {Note}\n", outcome.Output, StringComparison.Ordinal);
        var json = (await _tool.RunAsync([.. line, "--json"])).Json;
        Assert.Contains(
            json.GetProperty("this").GetProperty("notes").EnumerateArray(),
            note => note.GetString() == Note
        );
        Assert.Equal(ExitCode.Finding, (await _tool.RunAsync([.. line, "--environment", "Staging"])).ExitCode);
    }

    [Fact]
    public async Task A_variable_that_names_the_environment_is_no_assumption()
    {
        _tool.Write("named.env", $"ASPNETCORE_ENVIRONMENT=Staging\nJWT_SECRET_STAGING={TestSecrets.Hex()}\n");

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "jwt", "--env-file", "named.env");

        Assert.DoesNotContain("assumed", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
