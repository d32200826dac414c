using System.Buffers;
using System.Buffers.Text;

namespace WsAuth.Credentials;

/// <summary>Names what a credential looks like.</summary>
public static class CredentialShapes
{
    private const int ShortestEdgeToken = 60;
    private const int LongestEdgeToken = 512;
    private const int ShortestSignature = 32;

    private static readonly SearchValues<char> Base64Alphabets = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="
    );

    private static readonly string[] SessionPrefixes =
    [
        "session_",
        "session-",
        "sess_",
        "sess-",
        "sid_",
        "sid-",
        "s:",
        "s%3A",
    ];
    private static readonly string[] ApiKeyPrefixes =
    [
        "sk_",
        "pk_",
        "rk_",
        "sk-",
        "pk-",
        "ak_",
        "key_",
        "key-",
        "api_",
        "api-",
        "ghp_",
        "xoxb-",
        "AKIA",
        "AIza",
        "SG.",
    ];

    /// <summary>The shape of <paramref name="credential"/>.</summary>
    public static CredentialShape Of(ReadOnlySpan<char> credential)
    {
        if (BeginsLikeJsonInBase64(credential))
        {
            var dots = credential.Count('.');
            if (dots >= 2)
            {
                return HeaderSaysTicket(credential[..credential.IndexOf('.')])
                    ? CredentialShape.Ticket
                    : CredentialShape.Jwt;
            }

            if (dots == 1 || credential.StartsWith("eyJ", StringComparison.Ordinal))
            {
                return CredentialShape.JwtCutOff;
            }
        }

        return IsEdgeToken(credential) ? CredentialShape.EdgeToken
            : IsUuid(credential) ? CredentialShape.Uuid
            : StartsWithAny(credential, SessionPrefixes) ? CredentialShape.SessionId
            : StartsWithAny(credential, ApiKeyPrefixes) ? CredentialShape.ApiKey
            : CredentialShape.Opaque;
    }

    /// <summary>The shape in words, with its article.</summary>
    public static string Describe(this CredentialShape shape) =>
        shape switch
        {
            CredentialShape.Jwt => "a JWT",
            CredentialShape.Ticket => "a connection ticket",
            CredentialShape.JwtCutOff => "a JWT cut off",
            CredentialShape.EdgeToken => "an edge token",
            CredentialShape.Uuid => "a UUID",
            CredentialShape.SessionId => "a session id",
            CredentialShape.ApiKey => "an API key",
            _ => "an opaque value",
        };

    // base64url of '{' and anything: 'e', then one of w x y z 0-9 - _ (the six bits 11xxxx).
    private static bool BeginsLikeJsonInBase64(ReadOnlySpan<char> text) =>
        text.Length > 2
        && text[0] == 'e'
        && (text[1] is (>= 'w' and <= 'z') or '-' or '_' || char.IsAsciiDigit(text[1]));

    private static bool HeaderSaysTicket(ReadOnlySpan<char> header)
    {
        Span<byte> bytes = stackalloc byte[512];
        return header.Length is <= 512 and > 40
            && Base64Url.DecodeFromChars(header, bytes, out _, out var written) == OperationStatus.Done
            && bytes[..written].IndexOf("ws-ticket+jwt"u8) >= 0;
    }

    // Four parts joined by colons, the last one hexadecimal. Damage at the end of the text does not hide the kind: what does not
    // fill a whole group of four characters is not looked at, and a shortened signature still is one.
    private static bool IsEdgeToken(ReadOnlySpan<char> text)
    {
        if (text.Length is < ShortestEdgeToken or > LongestEdgeToken || text.ContainsAnyExcept(Base64Alphabets))
        {
            return false;
        }

        var groups = text.TrimEnd('=');
        groups = groups[..(groups.Length / 4 * 4)];
        Span<char> urlSafe = stackalloc char[LongestEdgeToken];
        groups.Replace(urlSafe, '+', '-');
        urlSafe[..groups.Length].Replace('/', '_');
        Span<byte> bytes = stackalloc byte[LongestEdgeToken];
        if (Base64Url.DecodeFromChars(urlSafe[..groups.Length], bytes, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        var message = bytes[..written];
        var signature = message[(message.LastIndexOf((byte)':') + 1)..];
        return signature.Length is >= ShortestSignature and <= 64
            && signature.Length < message.Length
            && !signature.ContainsAnyExcept("0123456789abcdefABCDEF"u8);
    }

    private static bool IsUuid(ReadOnlySpan<char> text) => text.Length == 36 && Guid.TryParseExact(text, "D", out _);

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
