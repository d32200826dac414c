using System.Security.Cryptography;
using WsAuth.State;

namespace WsAuth.Tokens.Ticket;

/// <summary>This start of this process: what its tickets name as their issuer, and the time that they are measured by.</summary>
internal sealed class TicketInstance(TimeProvider clock)
{
    /// <summary>128 random bits.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Where issuing and redeeming happen in one process, no step of the wall clock counts.</summary>
    public SteadyClock Clock { get; } = new(clock);
}
