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
    private const int MostMisplacedCapitals = 3;

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

    // A run counts over letters, digits and what stands between them in base64 and URLs: keys, MACs and session secrets are
    // such runs. Names are shorter, or are broken by ':', '/', '_', '-' and spaces; a run without a digit may be a long word.
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

        return HoldsBase64(text) || (text.Contains("eyJ", StringComparison.Ordinal) && text.Contains('.'));
    }

    // '/', '-' and '_' belong to base64 and break its runs, as they break paths and names; but there a capital begins a word,
    // and in base64 it stands anywhere.
    private static bool HoldsBase64(ReadOnlySpan<char> text)
    {
        var run = 0;
        var misplacedCapitals = 0;
        var previous = ' ';
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '-' or '_' or '='))
            {
                (run, misplacedCapitals) = (0, 0);
            }
            else
            {
                run++;
                misplacedCapitals +=
                    char.IsAsciiLetterUpper(c) && (char.IsAsciiLetterLower(previous) || char.IsAsciiDigit(previous))
                    || char.IsAsciiDigit(c) && char.IsAsciiLetterUpper(previous)
                        ? 1
                        : 0;
            }

            if (run > LongestHarmlessRun && misplacedCapitals > MostMisplacedCapitals)
            {
                return true;
            }

            previous = c;
        }

        return false;
    }
}
