using System.Text.RegularExpressions;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

/// <summary>A page for each code and each wire class: its head agrees with the catalogue, and it can be opened at 3 a.m.</summary>
public sealed partial class HelpPageTests
{
    private const string Folder = "docs/reasons";
    private const string Body = "\n## ";

    private static readonly string[] Headings = ["What you see", "Why it happens", "What to do"];

    private static readonly string[] All =
    [
        .. ReasonCatalogue
            .All.SelectMany(row => new[] { row.Code, row.WireClass })
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Names => [.. All];

    [Fact]
    public void Every_code_and_class_has_a_page_and_there_is_no_other()
    {
        var pages = Directory
            .EnumerateFiles(Path.Combine(Programs.RepositoryRoot, Folder))
            .Select(path => Path.GetFileName(path));

        Assert.Equal(
            All.Select(name => $"{name}.md").Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_head_of_the_page_is_the_catalogues(string name)
    {
        var page = Read(name);

        Approved.Matches($"{Folder}/{name}.md", HelpPageHead.Of(name) + page[BodyOf(page)..]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_says_what_you_see_why_it_happens_and_what_to_do(string name)
    {
        var page = Read(name);

        var headings = page.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Equal(Headings, headings.Select(line => line[3..]));
        Assert.InRange(page.Count(c => c == '\n'), 28, 70);
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_code_shows_its_log_line(string name)
    {
        if (
            ReasonCatalogue.All.FirstOrDefault(row => row.Code == name) is not { } reason
            || reason == ReasonCatalogue.BadRequest
        )
        {
            return;
        }

        var line = string.Join(' ', Read(name).Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));

        // A socket that worked was not refused: it was ended.
        var verb =
            reason == ReasonCatalogue.ExpiredWhileConnected || reason == ReasonCatalogue.RevokedWhileConnected
                ? "WebSocket connection ended"
                : "refused";
        Assert.Contains($" {verb}: {name} at ", line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_of_the_page_lead_somewhere(string name)
    {
        foreach (Match link in Links().Matches(Read(name)))
        {
            var target = link.Groups["file"].Value;
            var path = Path.Combine(Programs.RepositoryRoot, Folder, target.Length == 0 ? $"{name}.md" : target);
            Assert.True(File.Exists(path), $"{name}.md links to {target}, which is not there.");
            if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
            {
                Assert.Contains(anchor, Anchors(File.ReadAllLines(path)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_travels_in_the_assembly(string name)
    {
        Assert.True(ReasonCatalogue.HasHelpPage(name));
        Assert.Equal(Read(name), ReasonCatalogue.ReadHelpPage(name));
    }

    [Fact]
    public void The_table_travels_in_the_assembly() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "docs/reasons.md")),
            ReasonCatalogue.ReadHelpTable()
        );

    [Fact]
    public void A_reason_reads_its_own_page()
    {
        Assert.StartsWith("# token_expired\n", ReasonCatalogue.TokenExpired.ReadHelpPage(), StringComparison.Ordinal);
        Assert.Null(new Reason("mine", 401, null, "It was.", "Change it.").ReadHelpPage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no_such_code")]
    [InlineData("Token_Expired")]
    [InlineData("../reasons")]
    [InlineData("token_expired.md")]
    public void A_name_that_is_none_has_no_page(string name)
    {
        Assert.False(ReasonCatalogue.HasHelpPage(name));
        Assert.Null(ReasonCatalogue.ReadHelpPage(name));
    }

    private static string Read(string name)
    {
        var path = Path.Combine(Programs.RepositoryRoot, Folder, $"{name}.md");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private static int BodyOf(string page) => Math.Max(0, page.IndexOf(Body, StringComparison.Ordinal));

    private static IEnumerable<string> Anchors(string[] lines) =>
        lines
            .Where(line => line.StartsWith('#'))
            .Select(line =>
                string.Concat(
                        line.TrimStart('#')
                            .Trim()
                            .ToLowerInvariant()
                            .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                    )
                    .Replace(' ', '-')
            );

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#]*)(#(?<anchor>[^)]*))?\)")]
    private static partial Regex Links();
}
