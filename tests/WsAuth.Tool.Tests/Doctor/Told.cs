using System.Text.RegularExpressions;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>One question to the doctor, answered for people and for machines.</summary>
/// <param name="Text">What a person reads; ids of attempts are masked.</param>
/// <param name="Outcome">The same as a document.</param>
internal sealed partial record Told(string Text, ToolOutcome Outcome)
{
    /// <summary>Asks twice, and holds both answers to be the same.</summary>
    public static async Task<Told> ByDoctorAsync(ToolHarness tool, Uri url, string input, params string[] arguments)
    {
        string[] patience = arguments.Contains("--timeout") ? [] : ["--timeout", "60"];
        string[] line = ["doctor", url.ToString(), "--settle", "0", .. patience, .. arguments];
        var text = await tool.RunWithInputAsync(input, line);
        var document = await tool.RunWithInputAsync(input, [.. line, "--json"]);
        Assert.Equal((text.ExitCode, ""), (document.ExitCode, text.Error));
        Assert.Equal((int)text.ExitCode, document.Json.GetProperty("exit_code").GetInt32());
        var told = new Told(Masked(text.Output), document);
        told.Says(
            $"\nVerdict: {Masked(document.Verdict())}\n",
            $"\nSure:    {document.Verdict("confidence")}\n",
            $"Exit code {(int)text.ExitCode}."
        );
        if (document.Verdict("side") != "nobody")
        {
            told.Says($"\nChange:  {Masked(document.Verdict("change"))}\nWhere:   ", Masked(document.Verdict("place")));
        }

        return told;
    }

    public static Task<Told> ByDoctorAsync(ToolHarness tool, Uri url, params string[] arguments) =>
        ByDoctorAsync(tool, url, "", arguments);

    /// <summary>How it ends, whose it is to change and how sure that is.</summary>
    public Told Ends(ExitCode exitCode, string cause, string side, string confidence)
    {
        Assert.Equal(cause, Masked(Outcome.Verdict()));
        Assert.Equal(
            (exitCode, side, confidence),
            (Outcome.ExitCode, Outcome.Verdict("side"), Outcome.Verdict("confidence"))
        );
        return this;
    }

    /// <summary>The socket opens, and nobody has anything to change.</summary>
    public void IsFine()
    {
        Says("\nVerdict: The connection works: the socket opened");
        Assert.DoesNotContain("\nChange: ", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nWhere: ", Text, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Fine, "nobody"), (Outcome.ExitCode, Outcome.Verdict("side")));
    }

    public Told Says(params string[] texts)
    {
        Assert.All(
            texts,
            text => Assert.True(Text.Contains(text, StringComparison.Ordinal), $"{text} is not said in:\n{Text}")
        );
        return this;
    }

    /// <summary>What it owns up to not knowing.</summary>
    public Told DoesNotKnow(string text)
    {
        Assert.Contains(
            Outcome.Json.GetProperty("unknown").EnumerateArray(),
            line => line.GetString()!.Contains(text, StringComparison.Ordinal)
        );
        return this;
    }

    public string? Member(string name) => Outcome.Json.GetProperty(name).GetString();

    private static string Masked(string text) => AttemptId().Replace(text, "<attempt>");

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex AttemptId();
}
