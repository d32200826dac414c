using System.Text.RegularExpressions;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

/// <summary>The C# of the pages is code that a test project compiles and runs; only its line breaks may differ.</summary>
public sealed partial class DocumentationCodeTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Programs.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
                .Where(page => Blocks().IsMatch(File.ReadAllText(page)))
                .Select(page => Path.GetRelativePath(Programs.RepositoryRoot, page).Replace('\\', '/')),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_block_names_the_source_that_it_stands_in(string page)
    {
        foreach (var block in Blocks().Matches(Read(page)).Cast<Match>())
        {
            var source = block.Groups["source"].Value;
            Assert.True(source.Length > 0, $"Put <!-- snippet: path --> before:\n{block.Groups["code"].Value}");
            Assert.StartsWith("tests/", source, StringComparison.Ordinal);
            Assert.Contains(Dense(block.Groups["code"].Value), Dense(Read(source)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_calls_that_the_page_of_clients_names_are_compiled_code()
    {
        var source = Dense(Read("tests/WsAuth.Client.Tests/ClientsPageTests.cs"));
        var calls = Calls().Matches(Read("docs/clients.md")).Select(match => match.Groups["call"].Value).ToList();

        Assert.True(calls.Count >= 6);
        Assert.All(calls, call => Assert.Contains(Dense(call), source, StringComparison.Ordinal));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Programs.RepositoryRoot, path));

    private static string Dense(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"(<!-- snippet: (?<source>[^ ]+) -->\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"`(?<call>[A-Za-z. ]*[A-Za-z]\([^`]+\))`")]
    private static partial Regex Calls();
}
