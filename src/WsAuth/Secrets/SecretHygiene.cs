using System.Globalization;
using System.Text;

namespace WsAuth.Secrets;

/// <summary>
/// Notices what makes two copies of "the same" secret differ: white space, quotes, byte order marks, encodings. It
/// diagnoses and never repairs: a value that is mended on one side only is the next outage.
/// </summary>
internal static class SecretHygiene
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private static readonly string[] Suspicious =
    [
        "begins with",
        "ends with",
        "is wrapped in",
        "is not UTF-8",
        "holds line breaks",
        "holds an invisible",
        "holds a control",
    ];

    /// <summary>Notes on a value as it stands in its source, before it is decoded as <paramref name="encoding"/> says.</summary>
    public static IReadOnlyList<string> Inspect(ReadOnlySpan<byte> value, SecretEncoding encoding)
    {
        var notes = new List<string>();
        if (value.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || value.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            notes.Add("begins with a UTF-16 byte order mark: save it as UTF-8");
            return notes;
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            notes.Add("is not UTF-8 text");
            return notes;
        }

        InspectEnds(text, notes);
        InspectCharacters(text, notes);
        InspectEncodings(text, encoding, notes);
        return notes;
    }

    /// <summary>Whether a note says that a copy of the value may well differ: what a shell, an editor or a client trims, unquotes or drops.</summary>
    public static bool IsSuspicious(string note) =>
        Suspicious.Any(beginning => note.StartsWith(beginning, StringComparison.Ordinal));

    private static void InspectEnds(string text, List<string> notes)
    {
        if (text.StartsWith('\uFEFF'))
        {
            notes.Add("begins with a byte order mark");
        }

        if (text.EndsWith("\r\n", StringComparison.Ordinal))
        {
            notes.Add("ends with CR LF");
        }
        else if (text.EndsWith('\n'))
        {
            notes.Add("ends with a line feed");
        }
        else if (text.EndsWith('\r'))
        {
            notes.Add("ends with a carriage return");
        }
        else if (text.Length > 0 && char.IsWhiteSpace(text[^1]))
        {
            notes.Add("ends with white space");
        }

        if (text.Length > 0 && char.IsWhiteSpace(text[0]))
        {
            notes.Add("begins with white space");
        }

        var inner = text.Trim();
        if (
            inner.Length > 1
            && (inner[0], inner[^1])
                is
                    ('"', '"')
                    or
                    ('\'', '\'')
                    or
                    ('`', '`')
                    or
                    ('\u201C', '\u201D')
                    or
                    ('\u2018', '\u2019')
        )
        {
            notes.Add("is wrapped in quotes, which are part of the value here");
        }
    }

    private static void InspectCharacters(string text, List<string> notes)
    {
        var inner = text.Trim().TrimStart('\uFEFF');
        if (inner.AsSpan().ContainsAny('\r', '\n'))
        {
            notes.Add("holds line breaks");
        }
        else if (inner.Any(char.IsWhiteSpace))
        {
            notes.Add("holds white space");
        }

        var odd = inner
            .Where(c =>
                (
                    char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control
                    && !char.IsWhiteSpace(c)
                ) || c is '\u2800' or '\u3164'
            )
            .ToList();
        if (odd.Count > 0)
        {
            notes.Add(
                string.Create(CultureInfo.InvariantCulture, $"holds an invisible character (U+{(int)odd[0]:X4})")
            );
        }
        else if (inner.Any(c => c > 126))
        {
            notes.Add("holds non-ASCII characters");
        }
    }

    private static void InspectEncodings(string text, SecretEncoding encoding, List<string> notes)
    {
        if (text.StartsWith("hex:", StringComparison.Ordinal) || text.StartsWith("base64:", StringComparison.Ordinal))
        {
            notes.Add("begins with an encoding's name, which is text here: write the prefix before the source instead");
        }
        else if (encoding != SecretEncoding.Text)
        {
            return;
        }
        else if (text.Length >= 32 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
        {
            notes.Add($"would also decode as hex ({text.Length / 2} bytes)");
        }
        else if (text.Length >= 24 && SecretEncodings.TryDecodeBase64(text, out var decoded))
        {
            notes.Add($"would also decode as base64 ({decoded.Length} bytes)");
        }
    }
}
