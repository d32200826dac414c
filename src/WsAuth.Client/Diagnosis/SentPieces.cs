using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace WsAuth.Client.Diagnosis;

/// <summary>
/// The pieces of everything that must not be shown, also as others write it: in base64 and hexadecimal digits, backwards, escaped for a URL, for JSON
/// or HTML, and with other characters in between.
/// </summary>
internal sealed partial class SentPieces
{
    private const int Length = 8;

    private readonly HashSet<string> _pieces = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _short = [];

    public void Add(string text)
    {
        if (text.Length < Length)
        {
            _short.Add(text);
            return;
        }

        foreach (var form in Forms(text).SelectMany(form => new[] { form, Bare(form) }).Distinct())
        {
            for (var i = 0; i + Length <= form.Length; i++)
            {
                _pieces.Add(form.Substring(i, Length));
            }
        }
    }

    /// <summary>Whether a text holds one.</summary>
    public bool StandIn(string text)
    {
        var read = WebUtility.HtmlDecode(Uri.UnescapeDataString(Escaped().Replace(text, Unescape)));
        return _short.Exists(it => text.Contains(it, StringComparison.OrdinalIgnoreCase))
            || HoldPieceOf(text)
            || HoldPieceOf(read)
            || HoldPieceOf(Bare(read));
    }

    private bool HoldPieceOf(ReadOnlySpan<char> text)
    {
        var pieces = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i + Length <= text.Length; i++)
        {
            if (pieces.Contains(text.Slice(i, Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return new string([.. text.Reverse()]);
        yield return Convert.ToHexString(bytes);
        // Wherever it begins in what was encoded: three bytes are four digits. The last digits depend on what follows.
        for (var skipped = 0; skipped < 3 && skipped < bytes.Length; skipped++)
        {
            var whole = bytes[skipped..(skipped + ((bytes.Length - skipped) / 3 * 3))];
            yield return Convert.ToBase64String(whole);
            yield return Base64Url.EncodeToString(whole);
        }
    }

    private static string Bare(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit)]);

    private static string Unescape(Match escaped) =>
        ((char)Convert.ToUInt16(escaped.Groups["code"].Value, 16)).ToString();

    [GeneratedRegex(@"\\u(?<code>[0-9a-fA-F]{4})|\\x(?<code>[0-9a-fA-F]{2})")]
    private static partial Regex Escaped();
}
