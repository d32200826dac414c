using System.Text;
using System.Text.RegularExpressions;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tests.Incidents;
using Xunit;

namespace WsAuth.Tool.Tests;

/// <summary>The terminal session of the README is what the doctor says of incident 2. <c>WSAUTH_UPDATE=1</c> writes it anew.</summary>
public sealed partial class ReadmeSessionTests
{
    private const string Begin = "<!-- session: tests/WsAuth.Tool.Tests/ReadmeSessionTests.cs -->\n";
    private const string End = "<!-- end of session -->\n";
    private const int Width = 155;
    private const string Address = "127.0.0.1:5000";
    private const string Attempt = "53d0b8f2164ee70a481fec16447f5bf5";

    private static readonly string[] Arguments =
    [
        "--environment",
        "Development",
        "--env-file",
        ".env",
        "--operator-token-from-env",
        "OPS_TOKEN",
    ];

    private readonly string _ofStaging = TestSecrets.Hex();
    private readonly string _ofEveryone = TestSecrets.Hex();

    [Fact]
    public async Task The_session_of_the_readme_is_what_the_doctor_says()
    {
        await using var gateway = await IncidentGateway.StartAsync(
            ("JWT_SECRET_STAGING", _ofStaging),
            ("JWT_SECRET_KEY", _ofEveryone),
            ("EDGE_SECRET", TestSecrets.Hex())
        );
        gateway.WriteClient(("JWT_SECRET_KEY", _ofEveryone));

        var outcome = await gateway.Tool.RunAsync(["doctor", gateway.Host.WebSocket("/ws").ToString(), .. Arguments]);

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        var readme = await File.ReadAllTextAsync(Path.Combine(Programs.RepositoryRoot, "README.md"));
        var (begin, end) = (
            readme.IndexOf(Begin, StringComparison.Ordinal),
            readme.IndexOf(End, StringComparison.Ordinal)
        );
        Assert.True(begin > 0 && end > begin, "The README has lost the marks of its session.");
        Approved.Matches("README.md", $"{readme[..(begin + Begin.Length)]}{SessionOf(outcome.Output)}{readme[end..]}");
    }

    // What was tried, and the verdict; what differs from run to run is masked.
    private string SessionOf(string output)
    {
        var session = new StringBuilder("```console\n");
        session.Append($"$ wsauth doctor ws://{Address}/ws {string.Join(' ', Arguments)}\n");
        foreach (var line in output.Split('\n').Skip(1).Where(IsShown))
        {
            session.Append(Wrapped(Masked(line)));
        }

        return session.Append("```\n").ToString();
    }

    private static bool IsShown(string line) =>
        (Step().IsMatch(line) && !line.Contains(" name resolution ", StringComparison.Ordinal))
        || Result().IsMatch(line);

    private string Masked(string line) =>
        ServersWords()
            .Replace(AttemptId().Replace(Port().Replace(Time().Replace(line, ""), Address), Attempt), " …")
            .Replace(SecretFingerprint.Of(_ofStaging), "fp:1a2b3c4d5e6f", StringComparison.Ordinal)
            .Replace(SecretFingerprint.Of(_ofEveryone), "fp:9f8e7d6c5b4a", StringComparison.Ordinal);

    // As a terminal of that width, but between words.
    private static string Wrapped(string line)
    {
        var lines = new StringBuilder();
        while (line.Length > Width)
        {
            var end = line.LastIndexOf(' ', Width);
            lines.Append(line.AsSpan(0, end)).Append('\n');
            line = "    " + line[(end + 1)..];
        }

        return lines.Append(line).Append('\n').ToString();
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex AttemptId();

    [GeneratedRegex("127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Port();

    [GeneratedRegex("^  [✓✗!] ")]
    private static partial Regex Step();

    [GeneratedRegex("^(Verdict|Change|Where|Sure): ")]
    private static partial Regex Result();

    // The same again, in the words of the server's log.
    [GeneratedRegex("(?<=The server says:).*$")]
    private static partial Regex ServersWords();

    [GeneratedRegex("  \\([0-9]+ ms\\)$")]
    private static partial Regex Time();
}
