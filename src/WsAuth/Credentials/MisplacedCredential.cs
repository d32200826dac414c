using System.Buffers.Text;
using System.Text;

namespace WsAuth.Credentials;

/// <summary>Looks for a credential in the places where clients put it by mistake.</summary>
internal static class MisplacedCredential
{
    /// <summary>Query parameters that hold credentials elsewhere.</summary>
    public static IReadOnlyList<string> Parameters { get; } =
    [
        "access_token",
        "ticket",
        "token",
        "jwt",
        "auth_token",
        "session_token",
        "id_token",
        "auth",
        "authorization",
        "api_key",
        "apikey",
    ];

    /// <summary>Headers that hold credentials elsewhere.</summary>
    public static IReadOnlyList<string> Headers { get; } =
    ["X-Auth-Token", "X-Access-Token", "X-Authorization", "X-Api-Key", "X-Token"];

    /// <summary>The name of the place and what the value there looks like; null where there is none.</summary>
    public static (string Place, CredentialShape Shape)? Find(HandshakeRequest request, CredentialLocations accepted)
    {
        var inSubProtocol = FindInSubProtocols(request, accepted);
        return inSubProtocol ?? FindInQuery(request, accepted) ?? FindInHeaders(request);
    }

    private static (string, CredentialShape)? FindInSubProtocols(HandshakeRequest request, CredentialLocations accepted)
    {
        foreach (var value in request.Header(OfferedSubProtocols.HeaderName))
        {
            foreach (var entry in OfferedSubProtocols.Entries(value))
            {
                if (!OfferedSubProtocols.IsCredential(entry.Span))
                {
                    continue;
                }

                var isKubernetes = entry.Span.StartsWith(
                    OfferedSubProtocols.KubernetesPrefix,
                    StringComparison.OrdinalIgnoreCase
                );
                if (isKubernetes)
                {
                    return ("the Kubernetes-style sub-protocol", ShapeOfKubernetes(entry.Span));
                }

                return accepted.HasFlag(CredentialLocations.SubProtocol)
                    ? ("a sub-protocol without 'bearer.' before it", CredentialShapes.Of(entry.Span))
                    : ("the sub-protocol", CredentialShapes.Of(entry.Span[(entry.Span.IndexOf('.') + 1)..]));
            }
        }

        return null;
    }

    // Kubernetes encodes the token once more.
    private static CredentialShape ShapeOfKubernetes(ReadOnlySpan<char> subProtocol)
    {
        var encoded = subProtocol[OfferedSubProtocols.KubernetesPrefix.Length..];
        return Base64Url.IsValid(encoded) && encoded.Length <= 16384
            ? CredentialShapes.Of(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)))
            : CredentialShape.Opaque;
    }

    private static (string, CredentialShape)? FindInQuery(HandshakeRequest request, CredentialLocations accepted)
    {
        if (request.RawQuery.Length <= 1)
        {
            return null;
        }

        foreach (var name in Parameters)
        {
            if (
                (name == "access_token" && accepted.HasFlag(CredentialLocations.QueryAccessToken))
                || (name == "ticket" && accepted.HasFlag(CredentialLocations.QueryTicket))
            )
            {
                continue;
            }

            if (request.Query(name) is { Count: > 0 } values && !string.IsNullOrEmpty(values[0]))
            {
                return ($"the query parameter {name}", CredentialShapes.Of(values[0]));
            }
        }

        return null;
    }

    private static (string, CredentialShape)? FindInHeaders(HandshakeRequest request)
    {
        foreach (var name in Headers)
        {
            if (request.Header(name) is { Count: > 0 } values && !string.IsNullOrEmpty(values[0]))
            {
                return ($"the header {name}", CredentialShapes.Of(values[0]));
            }
        }

        return null;
    }
}
