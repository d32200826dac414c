using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

/// <summary>What stands in the source of a secret, the finding, and the exit code. S is a good secret of 64 characters.</summary>
public sealed class SecretSituationTests : IDisposable
{
    private const string Order = """{"WsAuth":{"Secrets":{"edge":{"Order":"env:EDGE_SECRET > env:EDGE_OTHER"}}}}""";

    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();

    public static TheoryData<string, string, int> InVariables =>
        new()
        {
            { "S", "won                 64 bytes", 0 },
            { "S\n", "ends with a line feed", 1 },
            { "S\r\n", "ends with CR LF", 1 },
            { "S\r", "ends with a carriage return", 1 },
            { "S ", "ends with white space", 1 },
            { " S", "begins with white space", 1 },
            { "\tS", "begins with white space", 1 },
            { "S\u00A0", "ends with white space", 1 },
            { "\"S\"", "is wrapped in quotes", 1 },
            { "'S'", "is wrapped in quotes", 1 },
            { "`S`", "is wrapped in quotes", 1 },
            { "\u201CS\u201D", "is wrapped in quotes", 1 },
            { "\u2018S\u2019", "is wrapped in quotes", 1 },
            { "\uFEFFS", "begins with a byte order mark", 1 },
            { "S\u200B", "holds an invisible character (U+200B)", 1 },
            { "S\u2060S", "holds an invisible character (U+2060)", 1 },
            { "S S", "holds white space", 0 },
            { "S\nS", "holds line breaks", 1 },
            { "S\u00E4", "holds non-ASCII characters", 0 },
            { "hex:S", "begins with an encoding's name", 1 },
            { "", "is set but empty", 1 },
            { "   ", "is set but empty", 1 },
            { "\r\n", "is set but empty", 1 },
            { "changeme", "it is a placeholder", 1 },
            { "<generated_hex>", "it is a placeholder", 1 },
            { "${EDGE_SECRET}", "it is a placeholder", 1 },
            { "{{ edge_secret }}", "it is a placeholder", 1 },
            { "your-secret-here-your-secret-here", "it is a placeholder", 1 },
            { "short", "it has 5 bytes", 1 },
            { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "can be guessed", 1 },
            { "abababababababababababababababababababab", "can be guessed", 1 },
            { "-----BEGIN PUBLIC KEY-----\nS\n-----END PUBLIC KEY-----", "it is a PEM file", 1 },
            { """{"kty":"oct","k":"S"}""", "it is a JSON Web Key", 1 },
            { """{"keys":[{"kty":"oct","k":"S"}]}""", "it is a JSON Web Key", 1 },
            { "-----BEGIN PRIVATE KEY-----\nS\n-----END PRIVATE KEY-----", "it is a PEM file", 1 },
            { "\u200BS", "holds an invisible character (U+200B)", 1 },
            { "S\u0000", "holds an invisible character (U+0000)", 1 },
            { "replace-me", "it is a placeholder", 1 },
        };

    [Theory]
    [MemberData(nameof(InVariables))]
    public async Task A_variable_with_something_odd_is_named(string form, string finding, int exitCode)
    {
        _tool.Write("appsettings.json", Order);
        _tool.Variables["EDGE_SECRET"] = form.Replace("S", _secret, StringComparison.Ordinal);

        var text = await _tool.RunAsync("secret", "explain", "--name", "edge");
        var json = await _tool.RunAsync("secret", "explain", "--name", "edge", "--json");

        Assert.Contains(finding, text.Output, StringComparison.Ordinal);
        Assert.Equal(((ExitCode)exitCode, ""), (text.ExitCode, text.Error));
        Assert.Equal((ExitCode)exitCode, json.ExitCode);
        Assert.Equal(exitCode, json.Json.GetProperty("exit_code").GetInt32());
        Assert.Equal(exitCode > 0, json.Json.GetProperty("findings").GetArrayLength() > 0);
    }

    public static TheoryData<string, string, int> InEnvFiles =>
        new()
        {
            { "EDGE_SECRET=S\n", "won                 64 bytes", 0 },
            { "export EDGE_SECRET=S\n", "won                 64 bytes", 0 },
            { "EDGE_SECRET=\"S\" # ours\n", "won                 64 bytes", 0 },
            { "# EDGE_SECRET=S\n", "has no value", 1 },
            { "EDGE_SECRET=S#x\n", "EDGE_SECRET of .env is read differently", 1 },
            { "EDGE_SECRET=\"S\" x\n", "python-dotenv reads none", 1 },
            { "EDGE_SECRET=`S`\n", "python-dotenv reads 66 bytes", 1 },
            { "\uFEFFEDGE_SECRET=S\n", "python-dotenv reads none", 1 },
            { "EDGE_SECRET=\"S\\t\"\n", "is read differently", 1 },
            { "EDGE_SECRET=old\nEDGE_SECRET=S\n", "EDGE_SECRET stands 2 times in .env; the last one counts", 1 },
            { "EDGE_SECRET=\"S\\n\"\n", "ends with a line feed", 1 },
            { "EDGE_SECRET=S\r\n", "won                 64 bytes", 0 },
            { "EDGE_SECRET=\nEDGE_OTHER=S\n", "is set but empty", 1 },
            { "EDGE_SECRET=S\nEDGE_OTHER=S2\n", "shadowed-different", 1 },
            { "EDGE_SECRET=S\nEDGE_OTHER=S\n", "shadowed-same", 0 },
            { "EDGE_TOKEN=S\n", "EDGE_TOKEN is set, but is not in the order", 1 },
        };

    [Theory]
    [MemberData(nameof(InEnvFiles))]
    public async Task A_file_with_something_odd_is_named(string form, string finding, int exitCode)
    {
        _tool.Write("appsettings.json", Order);
        var content = form.Replace("S2", TestSecrets.Hex(), StringComparison.Ordinal)
            .Replace("EDGE_SECRET", "\u0001", StringComparison.Ordinal)
            .Replace("S", _secret, StringComparison.Ordinal)
            .Replace("\u0001", "EDGE_SECRET", StringComparison.Ordinal);
        _tool.Write(".env", content);

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--env-file", ".env");

        Assert.Contains(finding, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(((ExitCode)exitCode, ""), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task Utf_16_is_named_and_nothing_is_read()
    {
        File.WriteAllText(_tool.PathOf(".env"), $"EDGE_SECRET={_secret}\n", Encoding.Unicode);

        var outcome = await _tool.RunAsync("secret", "explain", "--env-file", ".env");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(".env is UTF-16", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_instead_of_a_file_is_named()
    {
        Directory.CreateDirectory(_tool.PathOf("secrets"));
        _tool.Write("appsettings.json", FileOrder(_tool.PathOf("secrets")));

        var source = await _tool.RunAsync("secret", "explain");
        var envFile = await _tool.RunAsync("secret", "explain", "--env-file", "secrets");

        Assert.Equal(ExitCode.Finding, source.ExitCode);
        Assert.Contains("it is a directory", source.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unreadable, envFile.ExitCode);
        Assert.Contains("secrets is a directory", envFile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_file_is_named()
    {
        _tool.Write("appsettings.json", FileOrder(_tool.Write("edge", new string('x', 70_000))));

        var outcome = await _tool.RunAsync("secret", "explain");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("it is larger than 64 KiB", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_everybody_can_read_is_noted()
    {
        var file = _tool.Write("edge", _secret + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        _tool.Write("appsettings.json", FileOrder(file));

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains(
            "one trailing line ending dropped; readable by every user",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(SecretFingerprint.Of(_secret), outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();

    private static string FileOrder(string path) =>
        Order.Replace(
            "env:EDGE_SECRET > env:EDGE_OTHER",
            "file:" + path.Replace("\\", "\\\\", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
}
