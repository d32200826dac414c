using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsAuth.KeySets;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>Writes what <see cref="JwtTokenValidator"/> reads: a JWT in compact serialization, signed with HMAC, its key named by <c>kid</c>.</summary>
public static class JwtWriter
{
    // Tokens are no HTML: '+' stays '+', as every other library writes it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a token.</summary>
    /// <param name="key">The key to sign with.</param>
    /// <param name="algorithm"><c>HS256</c>, <c>HS384</c> or <c>HS512</c>.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="writePayload">Writes the payload's members; the object around them is there already.</param>
    /// <exception cref="ArgumentException">The algorithm is not one of the three, or the key is too short for it.</exception>
    public static string Write(SecretKey key, string algorithm, string type, Action<Utf8JsonWriter> writePayload)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(writePayload);
        var hmac =
            JwtAlgorithm.Find(algorithm)
            ?? throw new ArgumentException(
                $"The algorithm is one of {string.Join(", ", JwtAlgorithm.All.Select(known => known.Name))}.",
                nameof(algorithm)
            );
        if (key.Length < hmac.MinimumKeyBytes)
        {
            throw new ArgumentException(
                $"{algorithm} needs a key of at least {hmac.MinimumKeyBytes} bytes; {key.Source} holds {key.Length}.",
                nameof(key)
            );
        }

        var header = WriteObject(writer =>
        {
            writer.WriteString("alg"u8, algorithm);
            writer.WriteString("typ"u8, type);
            writer.WriteString("kid"u8, key.EffectiveKeyId);
        });
        var signingInput = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(WriteObject(writePayload))}";
        Span<byte> mac = stackalloc byte[JwtAlgorithm.LongestMac];
        var length = new HmacKey(key.DangerousGetBytes(), hmac.Hash).Compute(
            Encoding.ASCII.GetBytes(signingInput),
            mac
        );
        return $"{signingInput}.{Base64Url.EncodeToString(mac[..length])}";
    }

    /// <summary>Writes a token as an issuer with a key pair does, for test suites that stand in for one.</summary>
    /// <param name="key">The private key, <see cref="RSA"/> or <see cref="ECDsa"/>.</param>
    /// <param name="algorithm">One of RS, PS or ES with 256, 384 or 512, which fits the key.</param>
    /// <param name="keyId">The header's <c>kid</c>; none where null.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="writePayload">Writes the payload's members; the object around them is there already.</param>
    /// <exception cref="ArgumentException">The algorithm is not one of these, or does not fit the key.</exception>
    public static string Write(
        AsymmetricAlgorithm key,
        string algorithm,
        string? keyId,
        string type,
        Action<Utf8JsonWriter> writePayload
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(writePayload);
        var header = WriteObject(writer =>
        {
            writer.WriteString("alg"u8, algorithm);
            writer.WriteString("typ"u8, type);
            if (keyId is not null)
            {
                writer.WriteString("kid"u8, keyId);
            }
        });
        var signingInput = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(WriteObject(writePayload))}";
        var input = Encoding.ASCII.GetBytes(signingInput);
        var signature = (SignatureAlgorithm.Find(algorithm), key) switch
        {
            ({ Padding: { } padding } known, RSA rsa) => rsa.SignData(input, known.Hash, padding),
            ({ Curve: { } curve } known, ECDsa ec) when CurveForm.Find(ec.ExportParameters(false).Curve) == curve =>
                ec.SignData(input, known.Hash),
            _ => throw new ArgumentException(
                $"The algorithm is one of {SignatureAlgorithm.Names}, and fits the key.",
                nameof(algorithm)
            ),
        };
        return $"{signingInput}.{Base64Url.EncodeToString(signature)}";
    }

    private static ReadOnlySpan<byte> WriteObject(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
