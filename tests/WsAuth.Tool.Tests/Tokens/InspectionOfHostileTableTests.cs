using WsAuth.Testing.HostileCredentials;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Tokens;

/// <summary>The tool and the service's validators end the same on every row of the table of hostile credentials.</summary>
public sealed class InspectionOfHostileTableTests(InspectionOfHostileTableTests.Inspections inspections)
    : IClassFixture<InspectionOfHostileTableTests.Inspections>
{
    [Fact]
    public void Inspect_and_the_validators_agree_on_each_row()
    {
        var wrong = inspections
            .All.Where(it => it.Outcome.Output.Length == 0 || Expected(it.Row) != Seen(it.Outcome))
            .Select(it =>
                $"{it.Row.Name}: expected {Expected(it.Row)}, ended with {it.Outcome.ExitCode} {it.Outcome.Error}"
            );

        Assert.Empty(wrong);
        Assert.Equal(HostileTable.Rows.Count, inspections.All.Count);
    }

    [Fact]
    public void The_one_check_that_fails_is_the_one_that_the_validator_refuses_by()
    {
        var wrong = inspections
            .All.Select(it => (it.Row.Name, Expected(it.Row).Reason, Failed: FailedChecks(it.Outcome)))
            .Where(it =>
                it.Reason is null
                    ? it.Failed.Count > 0
                    : it.Failed is not [var (name, reason)] || reason != it.Reason || name == "other"
            );

        Assert.Empty(wrong);
    }

    private static (string? Reason, ExitCode) Expected(HostileCredential row) =>
        (row.Expected?.Code, row.Expected is null ? ExitCode.Fine : ExitCode.Finding);

    private static (string?, ExitCode) Seen(ToolOutcome outcome) =>
        (outcome.Json.GetProperty("reason").GetString(), outcome.ExitCode);

    private static List<(string? Name, string? Reason)> FailedChecks(ToolOutcome outcome) =>
        [
            .. outcome
                .Json.GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("reached").GetBoolean())
                .Where(check => check.GetProperty("state").GetString() == "failed")
                .Select(check => (check.GetProperty("name").GetString(), check.GetProperty("reason").GetString())),
        ];

    /// <summary>Every row, inspected once at an endpoint of its kind.</summary>
    public sealed class Inspections : IAsyncLifetime
    {
        private readonly List<(HostileCredential, ToolOutcome)> _all = [];

        internal IReadOnlyList<(HostileCredential Row, ToolOutcome Outcome)> All => _all;

        public async Task InitializeAsync()
        {
            using var tool = new ToolHarness();
            var context = HostileServiceFiles.Write(tool);
            foreach (var row in HostileTable.Rows)
            {
                var line = $"Authorization: Bearer {row.Make(context)}\n";
                string[] place = ["--kind", row.Kind.Name, "--path", row.Path];
                _all.Add((row, await tool.RunWithInputAsync(line, ["token", "inspect", "-", .. place, "--json"])));
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
