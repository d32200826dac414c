using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Secrets;

/// <summary>
/// The public name of a secret: <c>fp:</c> and the first 12 hexadecimal digits of HMAC-SHA256 with the key
/// <c>wsauth-fingerprint-v1</c> over the secret's bytes. Two sides that log the same fingerprint hold the same secret.
/// </summary>
/// <remarks>
/// On any other stack: <c>printf %s "$SECRET" | openssl dgst -sha256 -hmac wsauth-fingerprint-v1 | sed 's/.*= //' | cut -c1-12</c>.
/// A secret that could be guessed gets no digits (<see cref="Weak"/>), since they would confirm a guess.
/// </remarks>
public static class SecretFingerprint
{
    /// <summary>The fingerprint of every secret that could be guessed.</summary>
    public const string Weak = "fp:weak";

    private const string Prefix = "fp:";
    private const int Digits = 12;

    private static readonly byte[] Key = "wsauth-fingerprint-v1"u8.ToArray();

    /// <summary>The fingerprint of a secret's bytes; <see cref="Weak"/> where it does not pass the strength rule.</summary>
    public static string Of(ReadOnlySpan<byte> secret)
    {
        if (!SecretStrength.IsStrong(secret))
        {
            return Weak;
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, secret, digest);
        return Prefix + Convert.ToHexStringLower(digest[..(Digits / 2)]);
    }

    /// <summary>The fingerprint of a text's UTF-8 bytes.</summary>
    public static string Of(ReadOnlySpan<char> secret)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(secret)];
        Encoding.UTF8.GetBytes(secret, bytes);
        var fingerprint = Of(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return fingerprint;
    }

    /// <summary>Whether a text has the form of a fingerprint: <c>fp:</c> and 12 lower-case hexadecimal digits.</summary>
    public static bool HasForm(ReadOnlySpan<char> text) =>
        text.Length == Prefix.Length + Digits
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text[Prefix.Length..].ContainsAnyExcept("0123456789abcdef");
}
