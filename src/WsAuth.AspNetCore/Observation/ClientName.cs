using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// What tells one client from another where none is authenticated: the page's origin, whom the request or its credential names, else the address.
/// </summary>
internal static class ClientName
{
    private const int BytesOfNetwork = 8;

    public static string Of(HttpContext context, Reason? reason, HandshakeDecision? decision = null)
    {
        if (reason == ReasonCatalogue.OriginRefused)
        {
            return $"pages of {ClientText.Quote(context.Request.Headers.Origin.ToString())}";
        }

        return ClaimedBy(context, decision) is { } claimed
            ? $"{claimed} (claimed)"
            : NetworkOf(context.Connection.RemoteIpAddress);
    }

    /// <summary>Whom the request or its refused credential names, quoted and cut; null where neither names anybody.</summary>
    public static string? ClaimedBy(HttpContext context, HandshakeDecision? decision)
    {
        var agent = context.Request.Headers["X-Edge-Agent-Id"];
        if (agent.Count == 0 && context.Request.QueryString.HasValue)
        {
            agent = context.Request.Query["edge_agent_id"];
        }

        return agent.Count > 0 ? $"agent {ClientText.Quote(agent.ToString())}" : decision?.DescribeClaimedSubject();
    }

    /// <summary>The address, as far as it tells clients apart: who has one address of IPv6 has a whole network of them.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "an unknown address";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfNetwork).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
