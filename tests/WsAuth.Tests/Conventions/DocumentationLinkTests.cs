using System.Text.RegularExpressions;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

/// <summary>The pages lead to one another: no link to a page or heading that is not there, and no page that nothing leads to.</summary>
public sealed partial class DocumentationLinkTests
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Path.Combine(Programs.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories),
        Path.Combine(Programs.RepositoryRoot, "README.md"),
    ];

    [Fact]
    public void Every_link_leads_to_a_page_and_a_heading_of_it()
    {
        var links = Pages.SelectMany(LinksOf).ToList();

        Assert.True(links.Count > 100);
        Assert.All(
            links,
            link =>
            {
                Assert.True(Path.Exists(link.Target), $"{link.Page}: {link.Target} is not there.");
                Assert.True(
                    link.Heading.Length == 0 || HeadingsOf(link.Target).Contains(link.Heading),
                    $"{link.Page}: {link.Target} has no heading #{link.Heading}."
                );
            }
        );
    }

    [Theory]
    [InlineData("tool.md")]
    [InlineData("tool-doctor.md")]
    [InlineData("tool-recipes.md")]
    public void The_pages_of_the_tool_are_found_from_those_of_the_service(string page)
    {
        var target = Path.Combine(Programs.RepositoryRoot, "docs", page);

        var leading = Pages
            .Where(other => !Path.GetFileName(other).StartsWith("tool", StringComparison.Ordinal))
            .Where(other => LinksOf(other).Any(link => link.Target == target));

        Assert.NotEmpty(leading);
    }

    private static IEnumerable<(string Page, string Target, string Heading)> LinksOf(string page) =>
        Links()
            .Matches(File.ReadAllText(page))
            .Select(link =>
                (
                    page,
                    link.Groups["target"].Length == 0
                        ? page
                        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value)),
                    link.Groups["heading"].Value
                )
            );

    // As the common renderers name them: lower case, words joined by hyphens, nothing else.
    private static HashSet<string> HeadingsOf(string page) =>
        [
            .. Headings()
                .Matches(Blocks().Replace(File.ReadAllText(page), ""))
                .Select(heading => NoWord().Replace(heading.Groups["text"].Value.ToLowerInvariant(), ""))
                .Select(heading => heading.Replace(' ', '-')),
        ];

    [GeneratedRegex(@"\]\((?<target>[^)#:\s]*)(#(?<heading>[^)]*))?\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
