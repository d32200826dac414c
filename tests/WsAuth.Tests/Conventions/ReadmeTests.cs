using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "README.md"));

    [Fact]
    public void The_server_is_the_sample_letter_for_letter()
    {
        var sample = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "samples", "Minimal", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```", Readme, StringComparison.Ordinal);
        Assert.InRange(sample.Count(c => c == '\n'), 1, 22);
    }

    [Fact]
    public void The_client_is_compiled_code()
    {
        var source = File.ReadAllText(
            Path.Combine(Programs.RepositoryRoot, "tests", "WsAuth.Client.Tests", "ReadmeTests.cs")
        );
        var snippet = Readme.Split("#client -->\n```csharp\n")[1].Split("```")[0];
        var lines = snippet.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.InRange(lines.Length, 1, 5);
        Assert.All(lines, line => Assert.Contains(line, source, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var targets = System
            .Text.RegularExpressions.Regex.Matches(Readme, @"\]\((?<target>[^)#:]+)(#[^)]*)?\)")
            .Select(match => match.Groups["target"].Value);

        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(Programs.RepositoryRoot, target)), target));
    }
}
