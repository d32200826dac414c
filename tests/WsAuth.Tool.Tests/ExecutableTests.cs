using System.Text.Json;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests;

/// <summary>The program as it is built: streams, variables, folder and exit code of a real process.</summary>
public sealed class ExecutableTests : IDisposable
{
    // Its own output, since beside these tests what ASP.NET Core brings along is not copied.
    private static readonly string Tool = Path.Combine(
        Programs.RepositoryRoot,
        "src",
        "WsAuth.Tool",
        Path.GetRelativePath(
            Path.Combine(Programs.RepositoryRoot, "tests", "WsAuth.Tool.Tests"),
            AppContext.BaseDirectory
        ),
        "WsAuth.Tool.dll"
    );

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Piped_output_is_whole_and_without_colours()
    {
        var run = await RunAsync(["reasons"]);

        Assert.Equal(((int)ExitCode.Fine, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains(run.Output.Split('\n'), line => line.Length > 150);
    }

    [Fact]
    public async Task Configuration_and_variables_are_those_of_the_process()
    {
        var secret = TestSecrets.Hex();
        _folder.Write("appsettings.json", """{"WsAuth":{"Secrets":{"edge":{"Order":"env:EDGE_OF_TEST"}}}}""");

        var run = await RunAsync(
            ["secret", "explain", "--name", "edge", "--json"],
            new Dictionary<string, string> { ["EDGE_OF_TEST"] = secret }
        );

        Assert.Equal((int)ExitCode.Fine, run.ExitCode);
        Assert.Equal(
            SecretFingerprint.Of(secret),
            JsonDocument
                .Parse(run.Output)
                .RootElement.GetProperty("secrets")[0]
                .GetProperty("keys")[0]
                .GetProperty("fingerprint")
                .GetString()
        );
    }

    [Fact]
    public async Task Wrong_usage_goes_to_standard_error()
    {
        var run = await RunAsync(["reason"]);

        Assert.Equal(((int)ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("did you mean 'reasons'?", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ProgramResult> RunAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var run = await Programs.RunAsync("dotnet", [Tool, .. arguments], variables, _folder.Path);
        LeakWatch.Observe(run.Output);
        LeakWatch.Observe(run.Error);
        return run;
    }
}
