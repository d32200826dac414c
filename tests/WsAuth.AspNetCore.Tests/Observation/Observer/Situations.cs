using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>All tables of situations.</summary>
public static class Situations
{
    public static IReadOnlyList<Situation> All { get; } =
    [
        .. WebSocketsSituations.All,
        .. RoutingSituations.All,
        .. AuthorizationSituations.All,
        .. MiddlewareSituations.All,
        .. HandlerSituations.All,
        .. BindingSituations.All,
        .. ErrorPageSituations.All,
    ];

    public static TheoryData<string> Names => [.. All.Select(situation => situation.Name)];

    public static Situation Find(string name) => All.Single(situation => situation.Name == name);
}
