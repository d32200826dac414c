using System.Text.Json;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Runs <c>wsauth doctor</c> without the wait for a late close, and reads its document.</summary>
internal static class Examined
{
    public static ToolHarness Tool() => new() { IsOnSystemTime = true };

    public static Task<ToolOutcome> ExamineAsync(this ToolHarness tool, Uri url, params string[] arguments) =>
        tool.RunAsync(["doctor", url.ToString(), "--json", "--settle", "0", "--timeout", "60", .. arguments]);

    public static JsonElement Step(this ToolOutcome outcome, string name) =>
        Assert.Single(
            outcome.Json.GetProperty("steps").EnumerateArray(),
            step => step.GetProperty("name").GetString() == name
        );

    public static string OutcomeOf(this ToolOutcome outcome, string name) =>
        outcome.Step(name).GetProperty("outcome").GetString()!;

    public static string SeenOf(this ToolOutcome outcome, string name) =>
        outcome.Step(name).GetProperty("seen").GetString()!;

    public static string Verdict(this ToolOutcome outcome, string member = "cause") =>
        outcome.Json.GetProperty("verdict").GetProperty(member).GetString()!;

    public static IEnumerable<string> Evidence(this ToolOutcome outcome) =>
        outcome.Json.GetProperty("verdict").GetProperty("evidence").EnumerateArray().Select(line => line.GetString()!);

    public static void Ends(this ToolOutcome outcome, ExitCode exitCode, string cause, string side)
    {
        Assert.Equal((exitCode, cause), (outcome.ExitCode, outcome.Verdict()));
        Assert.Equal(side, outcome.Verdict("side"));
        Assert.NotEmpty(outcome.Verdict("change"));
        Assert.NotEmpty(outcome.Verdict("place"));
    }
}
