using Microsoft.Extensions.Primitives;

namespace WsAuth.Credentials;

/// <summary>
/// What the core needs to see of a request, whatever the host. One instance serves one request; values are those that
/// arrived, even after a host has overwritten them for later code.
/// </summary>
public abstract class HandshakeRequest
{
    /// <summary>The request header that names the connecting agent.</summary>
    public const string AgentIdHeader = "X-Edge-Agent-Id";

    /// <summary>The query parameter that names the connecting agent.</summary>
    public const string AgentIdParameter = "edge_agent_id";

    /// <summary>Whether the request is an opening handshake (RFC 6455 §4.1, RFC 8441 §4) rather than plain HTTP.</summary>
    public abstract bool IsHandshake { get; }

    /// <summary>The decoded path of the request as the client's URL has it: the base that the application is mounted at, and the path below.</summary>
    public abstract string Path { get; }

    /// <summary>The single-use id that this request has redeemed: two doors, or a pipeline that runs twice, redeem it once.</summary>
    internal string? RedeemedId { get; set; }

    /// <summary>
    /// The limit of connections by which the host would not let a subject in now though its credential is valid, in words for the operator; null where it
    /// would. It is asked before a credential of single use is spent, so that the client can come back with the same one.
    /// </summary>
    /// <param name="subject">Whom the credential proves.</param>
    public virtual string? FindLimit(string subject) => null;

    /// <summary>The values of a header field; empty where it is absent.</summary>
    public abstract StringValues Header(string name);

    /// <summary>The decoded values of a query parameter; empty where it is absent.</summary>
    public abstract StringValues Query(string name);

    /// <summary>The query as it arrived, with its <c>?</c>, still encoded; empty where there is none.</summary>
    public abstract string RawQuery { get; }
}
