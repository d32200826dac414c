using System.Net;
using Microsoft.Extensions.Primitives;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Limits;

/// <summary>Whose failed attempts are counted together: one network, and whom its attempts claim to be of, since many may share an address.</summary>
/// <param name="Network">The network.</param>
/// <param name="Name">Whom the attempt names, quoted and cut; null where it names nobody.</param>
internal readonly record struct FailingClient(RemoteNetwork Network, string? Name)
{
    /// <summary>All who come when there are too many to be told apart; nobody's name is empty.</summary>
    public static FailingClient Others { get; } = new(default, "");

    /// <summary>The client of a refused credential that is no handshake's.</summary>
    public static FailingClient Of(IPAddress? address, StringValues agentId, HandshakeDecision decision) =>
        new(RemoteNetwork.Of(address), ClientName.ClaimedBy(agentId, decision));
}
