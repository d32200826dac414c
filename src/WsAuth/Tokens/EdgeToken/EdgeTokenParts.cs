namespace WsAuth.Tokens.EdgeToken;

/// <summary>An edge token taken apart; nothing in it is trusted before its MAC is verified.</summary>
internal sealed class EdgeTokenParts(
    string agentId,
    string phone,
    long timestamp,
    ReadOnlyMemory<byte> message,
    byte[] mac
)
{
    public string AgentId => agentId;

    public string Phone => phone;

    /// <summary>Unix seconds.</summary>
    public long Timestamp => timestamp;

    /// <summary>What is signed.</summary>
    public ReadOnlySpan<byte> Message => message.Span;

    public ReadOnlySpan<byte> Mac => mac;
}
