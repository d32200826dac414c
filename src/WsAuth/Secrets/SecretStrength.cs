using System.Text;

namespace WsAuth.Secrets;

/// <summary>Tells a secret from what people write where a secret belongs.</summary>
internal static class SecretStrength
{
    /// <summary>RFC 7518 §3.2: an HMAC key is at least as long as the hash; SHA-256 is the shortest in use.</summary>
    public const int MinimumBytes = 32;

    // 32 random bytes hold fewer than 8 different ones once in 10^40; 64 hexadecimal digits once in 10^17.
    private const int MinimumDistinctBytes = 8;

    private static readonly string[] PlaceholderWords =
    [
        "changeme",
        "changethis",
        "replaceme",
        "replacethis",
        "replacewith",
        "placeholder",
        "yoursecret",
        "yourjwtsecret",
        "yoursupersecret",
        "supersecretkey",
        "your256bitsecret",
        "your384bitsecret",
        "your512bitsecret",
        "insertsecret",
        "putyoursecret",
        "mysecretkey",
        "generatedhex",
        "generatedsecret",
        "secretgoeshere",
        "secrethere",
        "notsecret",
        "notasecret",
        "defaultsecret",
        "examplesecret",
        "dummysecret",
        "devsecret",
        "testsecret",
        "donotuse",
    ];

    private static readonly string[] PlaceholderValues =
    [
        "secret",
        "password",
        "passwd",
        "default",
        "example",
        "dummy",
        "test",
        "todo",
        "tbd",
        "none",
        "null",
        "undefined",
        "admin",
        "key",
        "jwt",
        "jwtsecret",
        "secretkey",
        "fixme",
    ];

    /// <summary>Whether a value is too hard to guess for its fingerprint to help anyone.</summary>
    public static bool IsStrong(ReadOnlySpan<byte> secret) =>
        secret.Length >= MinimumBytes
        && CountDistinct(secret) >= MinimumDistinctBytes
        && FindPlaceholder(secret) is null;

    /// <summary>Why a value cannot serve as an HMAC secret of so many bytes, and the fix; null where it can.</summary>
    public static string? FindFault(ReadOnlySpan<byte> secret, int minimumBytes, string purpose)
    {
        if (secret.IndexOf("-----BEGIN "u8) >= 0)
        {
            return "it is a PEM file, but an HMAC secret belongs here; give the text of a shared secret";
        }

        if (secret.TrimStart(" \t\r\n"u8).StartsWith("{"u8) && secret.IndexOf("\"kty\""u8) >= 0)
        {
            return "it is a JSON Web Key, but an HMAC secret belongs here; give the text of a shared secret";
        }

        if (FindPlaceholder(secret) is { } placeholder)
        {
            return $"it is a placeholder ({placeholder}); generate a value, for example: openssl rand -hex {minimumBytes}";
        }

        if (secret.Length < minimumBytes)
        {
            return $"it has {secret.Length} bytes, but {purpose} needs at least {minimumBytes} (RFC 7518 §3.2); generate one, for example: openssl rand -hex {minimumBytes}";
        }

        return CountDistinct(secret) < MinimumDistinctBytes
            ? $"it repeats {CountDistinct(secret)} different bytes and can be guessed; generate a value, for example: openssl rand -hex {minimumBytes}"
            : null;
    }

    // Names the sign, never the text: "changeme" in a row is helpful, a piece of a real secret beside it is not.
    private static string? FindPlaceholder(ReadOnlySpan<byte> secret)
    {
        if (secret.Length > 256)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(secret).Trim().Trim('"', '\'');
        foreach (
            var (open, close) in (ReadOnlySpan<(string, string)>)
                [("<", ">"), ("${", "}"), ("{{", "}}"), ("$(", ")"), ("%", "%"), ("[", "]"), ("__", "__"), ("#{", "}#")]
        )
        {
            if (
                text.Length > open.Length + close.Length
                && text.StartsWith(open, StringComparison.Ordinal)
                && text.EndsWith(close, StringComparison.Ordinal)
            )
            {
                return $"written as {open}…{close}";
            }
        }

        var letters = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return PlaceholderValues.FirstOrDefault(value => letters == value) is { } whole ? $"the word '{whole}'"
            : PlaceholderWords.FirstOrDefault(word => letters.Contains(word, StringComparison.Ordinal)) is { } word
                ? $"it contains '{word}'"
            : letters.Length > 0 && letters.All(c => c == 'x') ? "only 'x'"
            : null;
    }

    private static int CountDistinct(ReadOnlySpan<byte> secret)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var b in secret)
        {
            count += seen[b] ? 0 : 1;
            seen[b] = true;
        }

        return count;
    }
}
