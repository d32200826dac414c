using System.Globalization;
using WsAuth.Client.Diagnosis;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>The report for people.</summary>
internal static class DoctorText
{
    private const int SlowestFast = 1;

    public static void Write(ToolConsole console, DoctorReport report)
    {
        var output = console.Output;
        var signs = StepSigns.For(console);
        var widest = report.Steps.Max(step => step.Title.Length);
        output.Write($"{report.Url}\n\n");
        foreach (var step in report.Steps)
        {
            output.Write($"  {signs.Of(step.Outcome)} {step.Title.PadRight(widest)}  {step.Seen}{Time(step)}\n");
        }

        output.Write($"\nVerdict: {report.Verdict.Cause}\n");
        if (report.Verdict.Side != Judging.Side.Nobody)
        {
            output.Write($"Change:  {report.Verdict.Change}\n");
            output.Write($"Where:   {Where(report)}\n");
        }

        output.Write($"Sure:    {report.Verdict.Confidence.ToString().ToLowerInvariant()}\n");
        if (report.AnsweredBy is { } answerer)
        {
            output.Write($"Answer:  {answerer.InWords}\n");
        }

        WriteAll(output, "Evidence", report.Verdict.Evidence);
        WriteAll(output, "Not known", report.Unknown);
        output.Write(
            $"\nMade: {report.Cost}. Exit code {((int)report.ExitCode).ToString(CultureInfo.InvariantCulture)}.\n"
        );
    }

    private static string Where(DoctorReport report) =>
        report.Verdict.Side switch
        {
            Judging.Side.Both => $"both sides: {report.Verdict.Place}",
            Judging.Side.Unknown => report.Verdict.Place,
            var side => $"the {side.ToString().ToLowerInvariant()}: {report.Verdict.Place}",
        };

    private static void WriteAll(TextWriter output, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            output.Write($"\n{title}:\n{string.Concat(lines.Select(line => $"  - {line}\n"))}");
        }
    }

    private static string Time(DoctorStep step) =>
        step.Elapsed is { TotalMilliseconds: >= SlowestFast } took && step.Outcome != StepOutcome.Skipped
            ? string.Create(CultureInfo.InvariantCulture, $"  ({took.TotalMilliseconds:0} ms)")
            : "";
}
