using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

public sealed class ReasonPageTests
{
    private const string Page = "docs/reasons.md";
    private const string Ruler = "|---|---|---|---|---|---|---|\n";

    [Fact]
    public void The_page_holds_the_catalogue()
    {
        var page = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, Page));
        var head = page[..(page.IndexOf(Ruler, StringComparison.Ordinal) + Ruler.Length)];
        var rows = ReasonCatalogue.All.Select(reason =>
            $"| [`{reason.Code}`](reasons/{reason.Code}.md) | {HelpPageHead.StatusOf(reason)} | {reason.CloseCode?.ToString() ?? "–"} | {(reason.WireClass == reason.Code ? "same" : $"[`{reason.WireClass}`](reasons/{reason.WireClass}.md)")} | {reason.EventId.Id} | {reason.Explanation} | {reason.Fix} |\n"
        );

        Approved.Matches(Page, head + string.Concat(rows));
    }
}
