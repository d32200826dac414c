namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>One scenario for each row of the catalogue.</summary>
internal static partial class Scenarios
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAA==";

    public static IReadOnlyList<Scenario> All { get; } =
    [.. OfTheRequest, .. OfTheToken, .. OfTickets, .. OfTheServer, .. OfLimits, .. OfLiveSockets, .. OfOthers];

    public static Scenario Of(int eventId) => All.Single(scenario => scenario.Reason.EventId.Id == eventId);
}
