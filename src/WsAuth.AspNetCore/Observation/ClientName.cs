using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// What tells one client from another where none is authenticated: the page's origin, whom the request or its credential names, else the address.
/// </summary>
internal static class ClientName
{
    public static string Of(HttpContext context, Reason? reason, HandshakeDecision? decision = null)
    {
        if (reason == ReasonCatalogue.OriginRefused)
        {
            return $"pages of {ClientText.Quote(context.Request.Headers.Origin.ToString())}";
        }

        return ClaimedBy(context, decision) is { } claimed
            ? $"{claimed} (claimed)"
            : RemoteNetwork.Of(context.Connection.RemoteIpAddress).ToString();
    }

    /// <summary>Whom the request or its refused credential names, quoted and cut; null where neither names anybody.</summary>
    public static string? ClaimedBy(HttpContext context, HandshakeDecision? decision)
    {
        var agent = context.Request.Headers[HandshakeRequest.AgentIdHeader];
        if (agent.Count == 0 && context.Request.QueryString.HasValue)
        {
            agent = context.Request.Query[HandshakeRequest.AgentIdParameter];
        }

        return ClaimedBy(agent, decision);
    }

    /// <summary>The same, where the agent's id is known.</summary>
    public static string? ClaimedBy(StringValues agent, HandshakeDecision? decision) =>
        agent.Count > 0 ? $"agent {ClientText.Quote(agent.ToString())}" : decision?.DescribeClaimedSubject();
}
