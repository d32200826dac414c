using System.Runtime.Versioning;
using System.Text;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

/// <summary>Files and orders that are odd as a whole, the finding, and the exit code. S is a good secret of 64 hexadecimal digits, B its bytes in base64.</summary>
public sealed class SourceSituationTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();

    public static TheoryData<string, string, string, int> InFiles =>
        new()
        {
            { "S\n", "utf-8", "one trailing line ending dropped", 0 },
            { "S\r\n", "utf-8", "one trailing line ending dropped", 0 },
            { "S\n\n", "utf-8", "ends with a line feed", 1 },
            { "\uFEFFS\n", "utf-8", "begins with a byte order mark", 1 },
            { "\uFEFFS", "utf-16", "begins with a UTF-16 byte order mark", 1 },
            { "\uFEFFS", "utf-16BE", "begins with a UTF-16 byte order mark", 1 },
            { "S\u00E4", "latin1", "is not UTF-8 text", 1 },
            { "", "utf-8", "is set but empty", 1 },
            { "\n", "utf-8", "is set but empty", 1 },
            { "EDGE_SECRET=S", "utf-8", "won", 0 },
        };

    [Theory]
    [MemberData(nameof(InFiles))]
    public async Task A_file_with_something_odd_is_named(string form, string encoding, string finding, int exitCode)
    {
        File.WriteAllBytes(_tool.PathOf("edge"), Encoding.GetEncoding(encoding).GetBytes(Fill(form)));
        WriteOrder($"file:{_tool.PathOf("edge").Replace('\\', '/')}");

        var outcome = await ExplainAsync();

        Assert.Contains(finding, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(((ExitCode)exitCode, ""), (outcome.ExitCode, outcome.Error));
    }

    public static TheoryData<string, string, string, int> InOrders =>
        new()
        {
            { "hex:env:ONE", "S", "won                 32 bytes", 0 },
            { "hex:env:ONE", "S\n", "it is not hexadecimal", 1 },
            { "hex:env:ONE", "Sx", "it is not hexadecimal", 1 },
            { "base64:env:TWO", "S", "won                 32 bytes", 0 },
            { "base64:env:ONE", "S!", "it is not base64", 1 },
            { "hex:env:ONE > base64:env:TWO", "S", "shadowed-same", 0 },
            { "env:ONE > env:TWO", "S", "shadowed-different", 1 },
            { "env:ONE > hex:env:ONE", "S", "shadowed-different", 1 },
            { "envfile:ONE", "nowhere", "the file that ONE names does not exist", 1 },
            { "config:Nowhere", "S", "has no value", 1 },
            { "env:NOWHERE > env:ONE", "S", "won                 64 bytes", 0 },
            { "development-default", "S", "development", 1 },
        };

    [Theory]
    [MemberData(nameof(InOrders))]
    public async Task An_order_with_something_odd_is_named(string order, string one, string finding, int exitCode)
    {
        WriteOrder(order);
        _tool.Variables["ONE"] = Fill(one);
        _tool.Variables["TWO"] = LeakWatch.Protect(Convert.ToBase64String(Convert.FromHexString(_secret)));

        var outcome = await ExplainAsync();

        Assert.Contains(finding, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(((ExitCode)exitCode, ""), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task A_value_where_a_name_belongs_is_told_and_not_repeated()
    {
        WriteOrder($"env:{_secret}");

        var outcome = await ExplainAsync();

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("would not start", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_secrets_with_one_value_are_named()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;
        _tool.Variables["JWT_SECRET_KEY"] = _secret;

        var outcome = await _tool.RunAsync("secret", "explain");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("hold the same value", outcome.Output, StringComparison.Ordinal);
    }

    [UnreadableFileFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_that_this_user_may_not_read_are_named()
    {
        var path = UnreadableFileFactAttribute.UnreadableToAll;
        if (!Environment.IsPrivilegedProcess)
        {
            path = _tool.Write("locked", _secret);
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        WriteOrder($"file:{path}");

        var source = await ExplainAsync();
        var envFile = await ExplainAsync("--env-file", path);
        var configuration = await ExplainAsync("--config", path);

        Assert.Equal(
            (ExitCode.Finding, ExitCode.Unreadable, ExitCode.Unreadable),
            (source.ExitCode, envFile.ExitCode, configuration.ExitCode)
        );
        Assert.Contains("this process may not read it", source.Output, StringComparison.Ordinal);
        Assert.Contains("may not be read by this user", envFile.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", configuration.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", "S", "is UTF-16")]
    [InlineData("utf-16BE", "S", "is UTF-16")]
    [InlineData("latin1", "EDGE_SECRET=S\u00E4", "is not UTF-8")]
    [InlineData("utf-8", "EDGE_SECRET=S\n*", "is larger than")]
    public async Task An_env_file_that_nobody_reads_is_named(string encoding, string form, string fault)
    {
        var coding = Encoding.GetEncoding(encoding);
        var content = Fill(form).Replace("*", new string('#', 1024 * 1024), StringComparison.Ordinal);
        File.WriteAllBytes(_tool.PathOf(".env"), [.. coding.Preamble, .. coding.GetBytes(content)]);

        var outcome = await ExplainAsync("--env-file", ".env");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains($".env {fault}", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_env_file_that_is_not_there_or_that_docker_refuses_is_named()
    {
        var away = await ExplainAsync("--env-file", ".env");
        _tool.Write(".env", $"export EDGE_SECRET={_secret}\n");
        var refused = await ExplainAsync("--env-file", ".env", "--env-file-as", "docker");

        Assert.Equal((ExitCode.Unreadable, "wsauth: .env is not there.\n"), (away.ExitCode, away.Error));
        Assert.Equal(ExitCode.Unreadable, refused.ExitCode);
        Assert.Contains("docker --env-file refuses .env as a whole", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_env_file_that_everybody_can_read_is_noted(bool isOpen)
    {
        var file = _tool.Write(".env", $"EDGE_SECRET={_secret}\n");
        if (!OperatingSystem.IsWindows())
        {
            var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(file, isOpen ? owner | UnixFileMode.OtherRead : owner);
        }

        var outcome = await ExplainAsync("--env-file", ".env");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Equal(
            isOpen && !OperatingSystem.IsWindows(),
            outcome.Output.Contains("note: .env is readable by every user of this machine", StringComparison.Ordinal)
        );
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> ExplainAsync(params string[] arguments) =>
        _tool.RunAsync(["secret", "explain", "--name", "edge", .. arguments]);

    private string Fill(string form) =>
        form.Replace("EDGE_SECRET", "\u0001", StringComparison.Ordinal)
            .Replace("S", _secret, StringComparison.Ordinal)
            .Replace("\u0001", "EDGE_SECRET", StringComparison.Ordinal);

    private void WriteOrder(string order) =>
        _tool.Write(
            "appsettings.json",
            """{"WsAuth":{"Secrets":{"edge":{"Order":"1"}}}}""".Replace("1", order, StringComparison.Ordinal)
        );
}
