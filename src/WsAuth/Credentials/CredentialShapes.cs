using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace WsAuth.Credentials;

/// <summary>Names what a credential looks like.</summary>
public static class CredentialShapes
{
    private const int LongestEdgeToken = 512;

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

    private static bool IsEdgeToken(ReadOnlySpan<char> text)
    {
        // 64 hexadecimal digits, three colons, an identifier and a time take at least 80 bytes, hence 108 characters.
        if (text.Length is < 96 or > LongestEdgeToken || text.ContainsAnyExcept(Base64Alphabets))
        {
            return false;
        }

        Span<char> standard = stackalloc char[LongestEdgeToken];
        text.Replace(standard, '+', '-');
        standard[..text.Length].Replace('/', '_');
        Span<byte> bytes = stackalloc byte[LongestEdgeToken];
        if (
            Base64Url.DecodeFromChars(standard[..text.Length].TrimEnd('='), bytes, out _, out var written)
            != OperationStatus.Done
        )
        {
            return false;
        }

        var message = bytes[..written];
        var lastColon = message.LastIndexOf((byte)':');
        return lastColon > 0
            && message[..lastColon].Contains((byte)':')
            && message[(lastColon + 1)..].Length == 64
            && !Encoding
                .ASCII.GetString(message[(lastColon + 1)..])
                .AsSpan()
                .ContainsAnyExcept("0123456789abcdefABCDEF");
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
