using System.Globalization;
using System.Text;

namespace WsAuth.Reasons;

/// <summary>
/// Makes text that came from a client fit for a log line or an answer: quoted, escaped, cut at 128 characters, and
/// withheld where it holds what looks like a credential.
/// </summary>
public static class ClientText
{
    /// <summary>The longest piece of client text that is ever shown, in characters.</summary>
    public const int MaximumLength = 128;

    private const int LongestHarmlessRun = 40;
    private const int LongestHarmlessMixedRun = 20;

    /// <summary><paramref name="text"/> in double quotes and safe to print, or what it was withheld for.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        if (HoldsCredential(text))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"[withheld: {text.Length} characters that look like a credential]"
            );
        }

        var shown = text.Length > MaximumLength ? text[..MaximumLength] : text;
        var quoted = new StringBuilder(shown.Length + 2).Append('"');
        foreach (var c in shown)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (c is >= ' ' and < (char)127)
            {
                quoted.Append(c);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return quoted.Append(shown.Length < text.Length ? "…\"" : "\"").ToString();
    }

    // A run counts over the alphabet of base64url and base64, with dots: JWTs, keys, MACs and session secrets are such
    // runs. Names are shorter, or are broken by ':', '/', '_', '-' and spaces; a run without a digit may be a long word.
    private static bool HoldsCredential(ReadOnlySpan<char> text)
    {
        var run = 0;
        var digits = 0;
        var letters = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '=' or '%'))
            {
                (run, digits, letters) = (0, 0, 0);
                continue;
            }

            run++;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            letters += char.IsAsciiLetter(c) ? 1 : 0;
            if (run > LongestHarmlessRun || (run > LongestHarmlessMixedRun && digits > 0 && letters > 0))
            {
                return true;
            }
        }

        return text.Contains("eyJ", StringComparison.Ordinal) && text.Contains('.');
    }
}
