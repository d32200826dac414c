using WsAuth.Credentials;
using WsAuth.Reasons;

namespace WsAuth.Handshake.Locations;

/// <summary><c>Authorization: Bearer</c> and the credential (RFC 9110 §11.4): the scheme in any letter case, one or more spaces.</summary>
internal sealed class AuthorizationHeaderLocation() : CredentialLocation(CredentialLocations.AuthorizationHeader, 8192)
{
    private const string Scheme = "Bearer";

    private static readonly string[] OtherSchemes =
    [
        "Basic",
        "Digest",
        "Negotiate",
        "NTLM",
        "DPoP",
        "Token",
        "JWT",
        "ApiKey",
        "Key",
    ];

    public override void Read(HandshakeRequest request, ref CredentialSearch search)
    {
        foreach (var value in request.Header("Authorization"))
        {
            ReadValue(value.AsMemory().Trim(), ref search);
            if (search.Refusal is not null)
            {
                return;
            }
        }
    }

    private void ReadValue(ReadOnlyMemory<char> text, ref CredentialSearch search)
    {
        if (
            text.Length >= Scheme.Length
            && text.Span.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && (text.Length == Scheme.Length || text.Span[Scheme.Length] == ' ')
        )
        {
            search.Take(text[Scheme.Length..].TrimStart(), this);
        }
        else if (text.IsEmpty)
        {
            search.Refuse(Malformed("The Authorization header is empty."));
        }
        else if (CredentialShapes.Of(text.Span) is not CredentialShape.Opaque and var shape)
        {
            search.Refuse(Malformed($"The Authorization header holds {shape.Describe()} without a scheme before it."));
        }
        else
        {
            search.OtherScheme = NameScheme(text.Span);
        }
    }

    private static Refusal Malformed(string detail) =>
        new(ReasonCatalogue.CredentialMalformed, detail, "Send 'Authorization: Bearer <token>'.");

    // Only a known name is repeated: what stands there may as well be a secret with a space in it.
    private static string NameScheme(ReadOnlySpan<char> header)
    {
        var space = header.IndexOf(' ');
        if (space < 0)
        {
            return "no scheme";
        }

        foreach (var scheme in OtherSchemes)
        {
            if (header[..space].Equals(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return $"the scheme {scheme}";
            }
        }

        return "another scheme";
    }
}
