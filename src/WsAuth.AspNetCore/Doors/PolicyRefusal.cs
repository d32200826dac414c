using Microsoft.AspNetCore.Authorization;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Doors;

/// <summary>The refusal of a caller to whom a policy of the endpoint says no: who it is, and what was asked for.</summary>
internal static class PolicyRefusal
{
    private const int MostRequirements = 4;

    /// <param name="decision">Who it is.</param>
    /// <param name="asked">What the endpoint asks for.</param>
    /// <param name="failed">The requirements that were not met, in their own words, as far as they are known.</param>
    public static HandshakeDecision Of(
        HandshakeDecision decision,
        IReadOnlyList<IAuthorizeData> asked,
        IEnumerable<string?> failed
    )
    {
        var policies = asked
            .Select(data => data.Policy)
            .Where(policy => !string.IsNullOrEmpty(policy))
            .Select(policy => $"policy '{policy}'");
        var roles = asked
            .Select(data => data.Roles)
            .Where(role => !string.IsNullOrEmpty(role))
            .Select(role => $"a role of '{role}'");
        var demands = string.Join(" and ", policies.Concat(roles));
        var detail =
            $"{(decision.IsAccepted ? $"Subject {ClientText.Quote(decision.Subject)}" : "Authenticated by another scheme")}; the endpoint asks for {(demands.Length == 0 ? "its default or inline policy" : demands)}.{Describe(failed)}";
        return HandshakeDecision.Refused(
            new Refusal(ReasonCatalogue.NotAuthorized, detail, null, decision.Key),
            decision.Kind,
            decision.Location
        );
    }

    private static string Describe(IEnumerable<string?> failed)
    {
        var requirements = failed
            .OfType<string>()
            .Take(MostRequirements)
            .Select(text => ClientText.Quote(text))
            .ToList();
        return requirements.Count == 0 ? "" : $" Not met: {string.Join(", ", requirements)}.";
    }
}
