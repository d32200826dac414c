using Microsoft.AspNetCore.Authorization;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Doors;

/// <summary>The refusal of a caller to whom a policy of the endpoint says no: who it is, and what was asked for.</summary>
internal static class PolicyRefusal
{
    public static HandshakeDecision Of(HandshakeDecision decision, IReadOnlyList<IAuthorizeData> asked)
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
            $"{(decision.IsAccepted ? $"Subject {ClientText.Quote(decision.Subject)}" : "Authenticated by another scheme")}; the endpoint asks for {(demands.Length == 0 ? "its default or inline policy" : demands)}.";
        return HandshakeDecision.Refused(
            new Refusal(ReasonCatalogue.NotAuthorized, detail, null, decision.Key),
            decision.Kind,
            decision.Location
        );
    }
}
