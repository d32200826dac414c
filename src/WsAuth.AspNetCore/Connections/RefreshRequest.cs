using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// The request by which an open socket presents its new credential, as the core sees it: the credential stands in the <c>Authorization</c> header, the
/// path and the requested session are those of the socket.
/// </summary>
/// <param name="path">The path of the handshake.</param>
/// <param name="authorization">The values of the <c>Authorization</c> header.</param>
/// <param name="agentId">The agent that the caller names.</param>
/// <param name="sessionId">The session that the handshake asked for.</param>
internal sealed class RefreshRequest(
    string path,
    StringValues authorization,
    StringValues agentId,
    StringValues sessionId
) : HandshakeRequest
{
    // No handshake: what is good for one only, a ticket or a cookie, is not good for this.
    public override bool IsHandshake => false;

    public override string Path => path;

    public override string RawQuery => "";

    public override StringValues Header(string name) =>
        Is("Authorization", name) ? authorization
        : Is(AgentIdHeader, name) ? agentId
        : Is("X-Session-Id", name) ? sessionId
        : StringValues.Empty;

    public override StringValues Query(string name) => StringValues.Empty;

    private static bool Is(string header, string name) => header.Equals(name, StringComparison.OrdinalIgnoreCase);
}
