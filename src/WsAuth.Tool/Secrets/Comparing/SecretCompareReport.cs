using System.Text.Json;
using Spectre.Console;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>What <c>wsauth secret compare</c> prints: the verdict first, then what it rests on.</summary>
internal static class SecretCompareReport
{
    public static void WriteText(
        ToolConsole console,
        SecretComparison comparison,
        ComparedSide here,
        ComparedSide there
    )
    {
        console.Styled.Markup(comparison.IsEqual ? "[green]equal:[/] " : "[red]different:[/] ");
        var output = console.Output;
        output.Write(comparison.Verdict + "\n");
        if (comparison.Fix is { } fix)
        {
            output.Write($"fix: {fix}\n");
        }

        foreach (var side in (ComparedSide[])[here, there])
        {
            output.Write($"seen: {side.Describe()}\n");
        }

        foreach (var (side, note) in NotesOf(here, there))
        {
            output.Write($"note: {side.Title}: {note}\n");
        }

        output.Write($"read: {string.Join(", ", here.Files.Concat(there.Files))}\n");
    }

    public static void WriteJson(
        ToolConsole console,
        SecretComparison comparison,
        ComparedSide here,
        ComparedSide there
    ) =>
        JsonReport.Write(
            console,
            "secret compare",
            comparison.ExitCode,
            writer =>
            {
                writer.WriteString("verdict"u8, comparison.IsEqual ? "equal" : "different");
                writer.WriteString("difference"u8, comparison.Difference);
                writer.WriteString("explanation"u8, comparison.Verdict);
                writer.WriteString("fix"u8, comparison.Fix);
                Write(writer, "this", here);
                Write(writer, "other", there);
            }
        );

    private static IEnumerable<(ComparedSide Side, string Note)> NotesOf(params ComparedSide[] sides) =>
        sides.SelectMany(side => side.Notes.Select(note => (side, note)));

    private static void Write(Utf8JsonWriter writer, string name, ComparedSide side)
    {
        writer.WriteStartObject(name);
        writer.WriteString("source"u8, side.Meant?.Label);
        writer.WriteString("fingerprint"u8, side.Meant?.Fingerprint);
        writer.WriteString("fault"u8, side.Fault);
        WriteAll(writer, "notes", side.Notes);
        WriteAll(writer, "read", side.Files);
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
