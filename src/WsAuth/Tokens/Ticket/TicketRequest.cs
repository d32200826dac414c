using System.Security.Claims;

namespace WsAuth.Tokens.Ticket;

/// <summary>What a ticket is asked for.</summary>
public sealed class TicketRequest
{
    /// <summary>Who asks, authenticated by whatever scheme; named by <c>sub</c> or the name identifier.</summary>
    public required ClaimsPrincipal Principal { get; init; }

    /// <summary>The decoded path of the WebSocket URL, with the base that the application is mounted at.</summary>
    public required string Path { get; init; }

    /// <summary>The only origin that may use the ticket; null for any.</summary>
    public string? Origin { get; init; }

    /// <summary>When the session of the credential ends that buys the ticket; null where it has no end of its own.</summary>
    public DateTimeOffset? SessionEnd { get; init; }

    /// <summary>The fingerprint of the key that verified that credential, so that what revokes the key reaches the ticket; null where it was none of WsAuth's.</summary>
    public string? KeyFingerprint { get; init; }
}
