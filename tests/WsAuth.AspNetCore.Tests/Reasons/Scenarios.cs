using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>One scenario for each row of the catalogue.</summary>
internal static partial class Scenarios
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAA==";

    /// <summary>Rows whose behaviour is still to be built. This list may only shrink, and is to be empty in the end.</summary>
    public static IReadOnlyList<Reason> NotProvokedYet { get; } =
    [
        // Revocation and the watch over live sockets.
        ReasonCatalogue.TokenRevoked,
        ReasonCatalogue.TooManyFailures,
        ReasonCatalogue.ExpiredWhileConnected,
        ReasonCatalogue.RevokedWhileConnected,
    ];

    public static IReadOnlyList<Scenario> All { get; } =
    [.. OfTheRequest, .. OfTheToken, .. OfTickets, .. OfTheServer, .. OfOthers];

    public static Scenario Of(int eventId) => All.Single(scenario => scenario.Reason.EventId.Id == eventId);
}
