using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WsAuth.Secrets;

namespace WsAuth.Tokens.EdgeToken;

/// <summary>
/// The one place that knows how an edge token is written and read:
/// <c>base64(agent ":" phone ":" unix-seconds ":" hex(HMAC-SHA256(secret as text, agent ":" phone ":" unix-seconds)))</c>.
/// </summary>
public static class EdgeTokenFormat
{
    /// <summary>The longest agent id, in UTF-8 bytes.</summary>
    public const int LongestAgentId = 128;

    /// <summary>The longest phone, in UTF-8 bytes.</summary>
    public const int LongestPhone = 64;

    // As of Date.now(), from 2001 to 2286.
    private const int MillisecondDigits = 13;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Writes a token in standard, padded base64.</summary>
    /// <param name="key">The key; its bytes are the secret's text, not decoded from hex.</param>
    /// <param name="agentId">The agent, 1–128 bytes of UTF-8 without <c>:</c> and control characters.</param>
    /// <param name="phone">The field that the wire calls <c>user_phone</c>, 0–64 bytes likewise.</param>
    /// <param name="time">The timestamp, to the second.</param>
    /// <exception cref="ArgumentException">A field would move the borders of what is signed.</exception>
    public static string Write(SecretKey key, string agentId, string phone, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(agentId);
        ArgumentNullException.ThrowIfNull(phone);
        if (FindFault(agentId, LongestAgentId, "agent id") is { } fault)
        {
            throw new ArgumentException(fault, nameof(agentId));
        }

        if (FindFault(phone, LongestPhone, "phone") is { } phoneFault)
        {
            throw new ArgumentException(phoneFault, nameof(phone));
        }

        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(time));
        var message = StrictUtf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{agentId}:{phone}:{seconds}"));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.DangerousGetBytes(), message, mac);
        return Convert.ToBase64String([
            .. message,
            (byte)':',
            .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(mac)),
        ]);
    }

    /// <summary>The same token for a URL or a sub-protocol, where <c>+</c>, <c>/</c> and <c>=</c> do not survive.</summary>
    public static string ToUrlSafe(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Reads a token; otherwise says what is wrong with its structure.</summary>
    internal static EdgeTokenParts? Read(ReadOnlySpan<char> token, out string? fault)
    {
        if (DecodeBase64(token, out fault) is not { } bytes)
        {
            return null;
        }

        var text = bytes.AsSpan();
        if (text.Count((byte)':') is var colons and not 3)
        {
            fault = $"It has {colons + 1} parts; an edge token has four: agent, phone, time, signature.";
            return null;
        }

        var last = text.LastIndexOf((byte)':');
        Span<Range> ranges = stackalloc Range[3];
        var count = 0;
        foreach (var range in ((ReadOnlySpan<byte>)text[..last]).Split((byte)':'))
        {
            ranges[count++] = range;
        }

        var agent = ReadText(text[ranges[0]], LongestAgentId, "agent id", out fault);
        var phone = fault is null ? ReadText(text[ranges[1]], LongestPhone, "phone", out fault) : null;
        fault ??= agent!.Length == 0 ? "Its agent id is empty." : null;
        var timestamp = fault is null ? ReadTimestamp(text[ranges[2]], out fault) : 0;
        var mac = fault is null ? ReadSignature(text[(last + 1)..], out fault) : null;
        return fault is null ? new EdgeTokenParts(agent!, phone!, timestamp, bytes.AsMemory(0, last), mac!) : null;
    }

    // Either alphabet, but one; padded right or not at all; no white space, no spare bits.
    private static byte[]? DecodeBase64(ReadOnlySpan<char> token, out string? fault)
    {
        fault = null;
        if (token.ContainsAny('+', '/') && token.ContainsAny('-', '_'))
        {
            fault = "It mixes the two alphabets of base64.";
            return null;
        }

        var body = token.TrimEnd('=');
        var padding = token.Length - body.Length;
        if (padding > 0 && (padding > 2 || token.Length % 4 != 0))
        {
            fault = "Its padding is wrong: it was cut off or extended.";
            return null;
        }

        Span<char> urlSafe = stackalloc char[body.Length <= 1024 ? body.Length : 0];
        if (urlSafe.Length != body.Length)
        {
            fault = $"It has {token.Length} characters; an edge token has fewer than 1024.";
            return null;
        }

        body.Replace(urlSafe, '+', '-');
        urlSafe.Replace('/', '_');
        if (StrictBase64Url.FindFault(urlSafe) is { } wrong)
        {
            fault = $"It {wrong}.";
            return null;
        }

        return Base64Url.DecodeFromChars(urlSafe);
    }

    private static string? ReadText(ReadOnlySpan<byte> bytes, int longest, string name, out string? fault)
    {
        try
        {
            var text = StrictUtf8.GetString(bytes);
            fault = FindFault(text, longest, name);
            return text;
        }
        catch (DecoderFallbackException)
        {
            fault = $"Its {name} is not UTF-8.";
            return null;
        }
    }

    private static long ReadTimestamp(ReadOnlySpan<byte> digits, out string? fault)
    {
        fault = null;
        if (
            digits.IsEmpty
            || digits.Length > 12
            || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || (digits[0] == '0' && digits.Length > 1)
        )
        {
            fault =
                digits.Length == MillisecondDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                    ? "Its time is in milliseconds; an edge token counts seconds: divide by 1000."
                    : "Its time is no number of unix seconds: digits alone, no sign, no leading zero.";
            return 0;
        }

        Utf8Parser.TryParse(digits, out long seconds, out _);
        fault =
            seconds > UnixSeconds.Last
                ? "Its time lies beyond the year 9999: milliseconds where seconds belong?"
                : null;
        return seconds;
    }

    private static byte[]? ReadSignature(ReadOnlySpan<byte> hex, out string? fault)
    {
        if (hex.Length == HMACSHA256.HashSizeInBytes * 2 && !hex.ContainsAnyExcept("0123456789abcdefABCDEF"u8))
        {
            fault = null;
            return Convert.FromHexString(Encoding.ASCII.GetString(hex));
        }

        fault = $"Its signature has {hex.Length} characters; 64 hexadecimal digits are expected.";
        return null;
    }

    private static string? FindFault(string text, int longest, string name) =>
        text.Contains(':', StringComparison.Ordinal)
            ? $"The {name} holds a ':', which would move the borders of what is signed."
        : text.Any(char.IsControl) ? $"The {name} holds a control character."
        : Encoding.UTF8.GetByteCount(text) > longest ? $"The {name} is longer than {longest} bytes."
        : null;
}
