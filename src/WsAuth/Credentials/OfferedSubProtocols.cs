using Microsoft.Extensions.Primitives;

namespace WsAuth.Credentials;

/// <summary>
/// The sub-protocols that a handshake offers (RFC 6455 §4.1): those that carry a credential, for clients that can set no other header,
/// and those that mean a protocol.
/// </summary>
public static class OfferedSubProtocols
{
    /// <summary>The header field.</summary>
    public const string HeaderName = "Sec-WebSocket-Protocol";

    /// <summary>What a sub-protocol begins with that carries a credential of any kind.</summary>
    public const string BearerPrefix = "bearer.";

    /// <summary>What a sub-protocol begins with that carries a connection ticket.</summary>
    public const string TicketPrefix = "ticket.";

    /// <summary>What a sub-protocol begins with that carries a credential as Kubernetes reads it.</summary>
    internal const string KubernetesPrefix = "base64url.bearer.authorization.k8s.io.";

    private static readonly string[] Prefixes = [BearerPrefix, TicketPrefix, KubernetesPrefix];

    /// <summary>Whether a sub-protocol carries a credential, or is one: it is never echoed and never shown to later code.</summary>
    public static bool IsCredential(ReadOnlySpan<char> subProtocol) =>
        PrefixOf(subProtocol) is not null
        || CredentialShapes.Of(subProtocol)
            is CredentialShape.Jwt
                or CredentialShape.Ticket
                or CredentialShape.JwtCutOff
                or CredentialShape.EdgeToken;

    /// <summary>Whether any sub-protocol of the header carries a credential.</summary>
    public static bool AnyCredential(StringValues header)
    {
        foreach (var value in header)
        {
            foreach (var entry in Entries(value))
            {
                if (IsCredential(entry.Span))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first sub-protocol of the header that carries no credential; null where there is none.</summary>
    public static string? FirstOther(StringValues header)
    {
        foreach (var value in header)
        {
            foreach (var entry in Entries(value))
            {
                if (!IsCredential(entry.Span))
                {
                    return entry.ToString();
                }
            }
        }

        return null;
    }

    /// <summary>The header's value with every credential overwritten; null where there is none.</summary>
    public static string? Redact(string? value, string replacement)
    {
        List<string> entries = [];
        var isChanged = false;
        foreach (var entry in Entries(value))
        {
            var isCredential = IsCredential(entry.Span);
            isChanged |= isCredential;
            entries.Add(isCredential ? PrefixOf(entry.Span) + replacement : entry.ToString());
        }

        return isChanged ? string.Join(", ", entries) : null;
    }

    internal static IEnumerable<ReadOnlyMemory<char>> Entries(string? value)
    {
        for (var rest = value.AsMemory(); !rest.IsEmpty; )
        {
            var comma = rest.Span.IndexOf(',');
            var entry = (comma < 0 ? rest : rest[..comma]).Trim();
            rest = comma < 0 ? default : rest[(comma + 1)..];
            if (!entry.IsEmpty)
            {
                yield return entry;
            }
        }
    }

    private static string? PrefixOf(ReadOnlySpan<char> subProtocol)
    {
        foreach (var prefix in Prefixes)
        {
            if (subProtocol.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return prefix;
            }
        }

        return null;
    }
}
