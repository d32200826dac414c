using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>How often one agent was accepted by one kind of credential since the process started.</summary>
/// <param name="AgentId">The agent; null where the requests named none, and for <paramref name="IsRemainder"/>. Under a shared secret it is what the caller says of itself.</param>
/// <param name="Kind">The kind of the credential.</param>
/// <param name="Count">How often.</param>
/// <param name="LastUsed">When last.</param>
/// <param name="IsRemainder">Whether these are all the agents for which there was no room, counted together.</param>
public sealed record AgentUse(
    string? AgentId,
    TokenKind Kind,
    long Count,
    DateTimeOffset LastUsed,
    bool IsRemainder = false
);
