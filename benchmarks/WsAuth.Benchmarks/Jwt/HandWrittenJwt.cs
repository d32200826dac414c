using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>
/// The floor L: the least that a correct check of one known kind of token can do. It knows the header by heart, reuses one keyed
/// state, decodes strictly, reads the payload once and allocates nothing; it finds no duplicate members, names no reason and
/// keeps no claims.
/// </summary>
internal sealed class HandWrittenJwt : IDisposable
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    private readonly IncrementalHash _hmac;
    private readonly string _header;
    private readonly byte[] _issuer;
    private readonly byte[] _audience;

    public HandWrittenJwt(string secret, string header, string issuer, string audience)
    {
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        _header = header;
        _issuer = Encoding.UTF8.GetBytes(issuer);
        _audience = Encoding.UTF8.GetBytes(audience);
    }

    public bool IsValid(ReadOnlySpan<char> token)
    {
        var last = token.LastIndexOf('.');
        var first = token.IndexOf('.');
        if (first < 0 || first == last || token.Length > 8192 || !token[..first].SequenceEqual(_header))
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[32];
        Span<byte> mac = stackalloc byte[32];
        Span<byte> bytes = stackalloc byte[1024];
        if (last > bytes.Length || !TryDecode(token[(last + 1)..], signature, out var length) || length != 32)
        {
            return false;
        }

        Ascii.FromUtf16(token[..last], bytes, out var written);
        _hmac.AppendData(bytes[..written]);
        _hmac.GetHashAndReset(mac);
        return CryptographicOperations.FixedTimeEquals(mac, signature)
            && TryDecode(token[(first + 1)..last], bytes, out var size)
            && IsInForce(bytes[..size]);
    }

    public void Dispose() => _hmac.Dispose();

    // No padding, no white space, no spare bits.
    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return !text.ContainsAnyExcept(Alphabet)
            && (
                (text.Length % 4) switch
                {
                    1 => false,
                    2 => text[^1] is 'A' or 'Q' or 'g' or 'w',
                    3 => "AEIMQUYcgkosw048".Contains(text[^1], StringComparison.Ordinal),
                    _ => true,
                }
            )
            && Base64Url.DecodeFromChars(text, bytes, out _, out written) == OperationStatus.Done;
    }

    private bool IsInForce(ReadOnlySpan<byte> json)
    {
        long expiry = 0;
        bool hasSubject = false,
            isFromIssuer = false,
            isForAudience = false;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            if (reader.ValueTextEquals("exp"u8))
            {
                reader.Read();
                expiry = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("sub"u8))
            {
                reader.Read();
                hasSubject = reader is { TokenType: JsonTokenType.String, ValueSpan.IsEmpty: false };
            }
            else if (reader.ValueTextEquals("iss"u8))
            {
                reader.Read();
                isFromIssuer = reader.ValueTextEquals(_issuer);
            }
            else if (reader.ValueTextEquals("aud"u8))
            {
                reader.Read();
                isForAudience = reader.ValueTextEquals(_audience);
            }
        }

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return hasSubject && isFromIssuer && isForAudience && now < expiry + 30;
    }
}
