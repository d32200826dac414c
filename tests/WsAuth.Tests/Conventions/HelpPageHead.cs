using System.Globalization;
using WsAuth.Reasons;

namespace WsAuth.Tests.Conventions;

/// <summary>The head of a help page, as the catalogue has it.</summary>
internal static class HelpPageHead
{
    private const string ClassRuler = "|---|---|---|\n";
    private const string CodeRuler = "|---|---|---|---|---|---|\n";

    private const string ReservedMark =
        "**Reserved: not sent by this version.** The code has its meaning already, so that nothing else ever takes it; what follows is how it will show.\n\n";

    /// <summary>Codes that are published, and that nothing gives yet.</summary>
    public static readonly string[] Reserved = [];

    public static string Of(string name)
    {
        var rows = ReasonCatalogue.All.Where(row => row.Code == name).ToList();
        return rows.Count == 0 ? OfClass(name) : OfCode(name, rows);
    }

    public static string StatusOf(Reason row) =>
        row.Status != 0 ? row.Status.ToString(CultureInfo.InvariantCulture)
        : row.CloseCode is null ? "as seen"
        : "–";

    private static string OfCode(string name, List<Reason> rows) =>
        $"# {name}\n\n"
        + (Reserved.Contains(name) ? ReservedMark : "")
        + string.Concat(rows.Select(row => $"{row.Explanation} **Fix:** {row.Fix}\n\n"))
        + "| status | close code | wire class | retry | log level | event id |\n"
        + CodeRuler
        + string.Concat(
            rows.Select(row =>
                $"| {StatusOf(row)} | {CloseCodeOf(row)} | {ClassOf(row)} | {RetryOf(row)} | {row.Level} | {row.EventId.Id} |\n"
            )
        );

    private static string OfClass(string name)
    {
        var rows = ReasonCatalogue.All.Where(row => row.WireClass == name).ToList();
        return $"# {name}\n\n"
            + "A wire class: what a caller is told. Which of its reasons it was stands in the server's log, under the attempt id.\n\n"
            + "| status | close code | stands for |\n"
            + ClassRuler
            + $"| {StatusOf(rows[0])} | {CloseCodeOf(rows[0])} | {string.Join(", ", rows.Select(row => Link(row.Code)))} |\n";
    }

    private static string CloseCodeOf(Reason row) => row.CloseCode?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string ClassOf(Reason row) => row.WireClass == row.Code ? "same" : Link(row.WireClass);

    private static string RetryOf(Reason row) =>
        row.Retry switch
        {
            RetryAdvice.Stop => "not before something is changed",
            RetryAdvice.RefreshCredential => "with a new credential",
            _ => "later, with the same credential",
        };

    private static string Link(string name) => $"[{name}]({name}.md)";
}
