using System.Net;
using System.Net.Sockets;
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

    private const string Order = """{"WsAuth":{"Secrets":{"edge":{"Order":"file:edge.secret"}}}}""";

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

    [Theory]
    [InlineData("", 0)]
    [InlineData("other/dir", 1)]
    public async Task A_relative_file_is_looked_for_in_the_current_folder_and_not_beside_the_configuration(
        string place,
        int exitCode
    )
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "other", "dir"));
        _folder.Write("other/dir/appsettings.json", Order);
        _folder.Write(Path.Combine(place, "edge.secret"), TestSecrets.Hex());

        var run = await RunAsync(["secret", "explain", "--name", "edge", "--config", "other/dir/appsettings.json"]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
        Assert.Contains(
            $"note: file:edge.secret is a relative name: it was looked for in {_folder.Path}.",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_program_named_git_in_the_current_folder_is_not_run()
    {
        var git = _folder.Write("git", "#!/bin/sh\n: > ran\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var run = await RunAsync(
            ["secret", "generate", "--into", ".env", "--name", "EDGE_SECRET"],
            new Dictionary<string, string> { ["PATH"] = "." }
        );

        LeakWatch.Protect(File.ReadAllText(Path.Combine(_folder.Path, ".env"))["EDGE_SECRET=".Length..].TrimEnd());
        Assert.Equal(((int)ExitCode.Fine, ""), (run.ExitCode, run.Error));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "ran")));
    }

    [PipeFact]
    public async Task A_current_folder_that_is_deleted_is_no_defect()
    {
        var run = await Programs.RunAsync(
            "sh",
            ["-c", "mkdir gone && cd gone && rmdir ../gone && exec dotnet \"$0\" reasons ticket_used", Tool],
            null,
            _folder.Path
        );

        Assert.Equal((int)ExitCode.Fine, run.ExitCode);
        Assert.Contains("ticket_used", run.Output, StringComparison.Ordinal);
    }

    [SignalTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_it_without_a_word(string signal)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _folder.Write("appsettings.json", "{}");
        string[] line =
        [
            // A shell that runs tests in the background has its children ignore SIGINT.
            "--default-signal=INT",
            "dotnet",
            Tool,
            "secret",
            "compare",
            "--name",
            "edge",
            "--server",
            $"http://{server.LocalEndpoint}/ws-auth",
            "--json",
        ];
        var run = Programs.StartAsync("env", line, _folder.Path, out var process);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // It is at work when it asks the server, which never answers.
        using var asked = await server.AcceptTcpClientAsync(limit.Token);
        await Programs.RunAsync("kill", ["-s", signal, $"{process}"]);
        var ended = await run;

        Assert.Equal(((int)ExitCode.Interrupted, "", ""), (ended.ExitCode, ended.Output, ended.Error));
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
