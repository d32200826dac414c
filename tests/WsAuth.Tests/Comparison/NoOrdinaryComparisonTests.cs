using System.Text.RegularExpressions;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Comparison;

/// <summary>Secrets, signatures and tokens are compared by the comparers only: the source is looked at for anything else.</summary>
public sealed partial class NoOrdinaryComparisonTests
{
    [Fact]
    public void Bytes_and_texts_of_credentials_are_not_compared_by_ordinary_means()
    {
        var folder = Path.Combine(Programs.RepositoryRoot, "src", "WsAuth");
        var files = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .ToList();

        var found = files
            .SelectMany(file => File.ReadLines(file).Select(line => (File: Path.GetFileName(file), Line: line.Trim())))
            .Where(entry => OrdinaryComparison().IsMatch(entry.Line))
            .Where(entry => !entry.Line.StartsWith("//", StringComparison.Ordinal))
            .ToList();

        Assert.Empty(found);
        Assert.True(files.Count > 50);
    }

    [Theory]
    [InlineData("if (mac == signature)", true)]
    [InlineData("key.DangerousGetBytes().SequenceEqual(other)", true)]
    [InlineData("_bytes.SequenceEqual(other._bytes)", true)]
    [InlineData("presented.Equals(secretText)", true)]
    [InlineData("credential.DangerousGetText().Equals(x)", true)]
    [InlineData("FixedTimeEquals(mac, signature)", false)]
    [InlineData("keys.SequenceEqual(before.Ring.Keys)", false)]
    public void The_pattern_finds_what_it_is_for(string line, bool isFound) =>
        Assert.Equal(isFound, OrdinaryComparison().IsMatch(line));

    [GeneratedRegex(
        @"\b(mac|signature|presented|_bytes|_key|Dangerous\w+\(\)|digest|_digest)\b?(\[[^\]]*\])?\s*(==|!=|\.Equals\(|\.SequenceEqual\(|\.StartsWith\()"
    )]
    private static partial Regex OrdinaryComparison();
}
