using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>Every reason, provoked by a real handshake with a real server: the client sees its status or close code and its class, the log has its code and event id.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string, int> OverHttp => Rows(Scenarios.All.Where(scenario => !scenario.IsAfterUpgrade));

    public static TheoryData<string, int> ByClose =>
        Rows(Scenarios.All.Where(scenario => scenario.CanBeClosed || scenario.IsAfterUpgrade));

    public static TheoryData<string, int> NeverByClose =>
        Rows(Scenarios.All.Where(scenario => !scenario.CanBeClosed && !scenario.IsAfterUpgrade));

    [Theory]
    [MemberData(nameof(OverHttp))]
    public Task A_refusal_over_HTTP_has_the_status_and_the_class(string code, int eventId) =>
        AnswersOverHttpAsync(code, eventId, "Http");

    [Theory]
    [MemberData(nameof(NeverByClose))]
    public Task What_cannot_be_closed_is_answered_over_HTTP_where_sockets_are_closed(string code, int eventId) =>
        AnswersOverHttpAsync(code, eventId, "Close");

    [Theory]
    [MemberData(nameof(ByClose))]
    public async Task A_socket_is_closed_with_the_code_and_the_class(string code, int eventId)
    {
        var scenario = Scenarios.Of(eventId);
        var run = await ScenarioHost.StartAsync(scenario, "Close");
        await using var host = run.Host;

        var told = await scenario.ProvokeAsync(run);

        Assert.Equal(
            (101, scenario.Reason.WireClass, scenario.Reason.CloseCode),
            (told.Status, told.Class, told.CloseCode)
        );
        AssertLogged(host, scenario, code, told);
    }

    [Fact]
    public void Every_reason_has_a_scenario()
    {
        Assert.Equal(
            ReasonCatalogue.All.Select(reason => reason.EventId.Id),
            Scenarios.All.Select(scenario => scenario.Reason.EventId.Id).Order()
        );
    }

    private static async Task AnswersOverHttpAsync(string code, int eventId, string refusal)
    {
        var scenario = Scenarios.Of(eventId);
        var run = await ScenarioHost.StartAsync(scenario, refusal);
        await using var host = run.Host;

        var told = await scenario.ProvokeAsync(run);

        Assert.Equal((scenario.Status, scenario.Class), (told.Status, told.Class));
        AssertLogged(host, scenario, code, told);
    }

    private static void AssertLogged(KestrelHost host, Scenario scenario, string code, Told told)
    {
        // A socket that only helped to provoke it may have a line of its own.
        var line = Assert.Single(
            host.Logs.Handshakes,
            entry =>
                entry.Values.ContainsKey("Reason")
                && (told.Attempt is null || Equals(entry.Values["AttemptId"], told.Attempt))
        );
        Assert.Equal((scenario.Reason.EventId, code), (line.Id, line.Values["Reason"]));
        Assert.StartsWith($"{scenario.LogStart}: {code} at ", line.Message, StringComparison.Ordinal);
        Assert.Contains($"; {scenario.Reason.Explanation}", line.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, int> Rows(IEnumerable<Scenario> scenarios)
    {
        var rows = new TheoryData<string, int>();
        foreach (var scenario in scenarios)
        {
            rows.Add(scenario.Reason.Code, scenario.Reason.EventId.Id);
        }

        return rows;
    }
}
