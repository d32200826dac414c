using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.Tokens;

/// <summary>The agent that a request names, in its header or its query: what the caller says of itself.</summary>
internal static class NamedAgent
{
    private const int Longest = 128;

    /// <summary>Reads the agent's id, null where none is named; false where two are named, or one that no agent can have.</summary>
    public static bool TryRead(HandshakeRequest request, out string? agentId, out string? fault)
    {
        var inHeader = request.Header(HandshakeRequest.AgentIdHeader);
        var inQuery = request.Query(HandshakeRequest.AgentIdParameter);
        var named = First(inHeader) ?? First(inQuery);
        agentId = named;
        fault = null;
        if (named is null)
        {
            return true;
        }

        if (inHeader.Concat(inQuery).Any(other => !string.IsNullOrEmpty(other) && other != named))
        {
            fault =
                $"The request names two agents: {HandshakeRequest.AgentIdHeader} and {HandshakeRequest.AgentIdParameter} differ; send one.";
        }
        else if (named.Length > Longest || named.Any(char.IsControl) || named.Contains(':', StringComparison.Ordinal))
        {
            fault = $"The agent id has to have 1–{Longest} characters, none of them a control character or ':'.";
        }

        return fault is null;
    }

    private static string? First(StringValues values) =>
        values.Count > 0 && !string.IsNullOrEmpty(values[0]) ? values[0] : null;
}
