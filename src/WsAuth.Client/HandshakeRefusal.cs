using System.Net;

namespace WsAuth.Client;

/// <summary>What a server said when it refused a handshake.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">The wire class (<c>X-WsAuth-Reason</c>); null where the server, or whoever answered for it, does not say.</param>
/// <param name="AttemptId">The id under which the server's log has the exact reason (<c>X-WsAuth-Attempt</c>); null where it does not say.</param>
public sealed record HandshakeRefusal(HttpStatusCode Status, string? Reason, string? AttemptId)
{
    internal const string ReasonHeader = "X-WsAuth-Reason";
    internal const string AttemptHeader = "X-WsAuth-Attempt";
}
