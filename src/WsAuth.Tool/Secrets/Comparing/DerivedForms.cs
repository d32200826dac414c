using System.Globalization;
using System.Text;
using WsAuth.Mismatch;
using WsAuth.Secrets;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>Every form of a value that another side may hold: those that the server's mismatch analysis tries, and other texts of the same bytes.</summary>
internal static class DerivedForms
{
    private const string OneText =
        "Copy the text of one side to the other: the text is the secret, not what it decodes to.";

    private const string OneDecoding =
        "Use one form on both sides: the text, decoded by neither, or the bytes, with 'hex:' or 'base64:' before the source of the side that holds the text.";

    // What a fingerprint alone cannot be freed of is put around the bare value, as far as it is usual.
    private static readonly (string Before, string Behind)[] Usual =
    [
        ("", "\r"),
        ("", " "),
        ("", "\t"),
        ("", "\u00A0"),
        (" ", ""),
        ("\t", ""),
        ("`", "`"),
        ("\u201C", "\u201D"),
        ("\u2018", "\u2019"),
        ("\"", "\"\n"),
        ("'", "'\n"),
        ("\uFEFF", "\n"),
        ("\uFEFF", "\r\n"),
    ];

    public static IEnumerable<DerivedForm> Of(VisibleValue value) =>
        ValueForms
            .Of(value)
            .Select(form => OfMismatch(value, form.Form, form.Bytes))
            .Concat(value.Encoding == SecretEncoding.Text ? OfText(value.DangerousGetText()) : OfBytes(value));

    private static DerivedForm OfMismatch(VisibleValue value, MismatchForm form, byte[] bytes) =>
        form switch
        {
            MismatchForm.WithLineFeed => Added("newline", "a trailing newline", bytes),
            MismatchForm.WithCarriageReturnLineFeed => Added("crlf", "a trailing CR LF", bytes),
            MismatchForm.WithByteOrderMark => Added("byte_order_mark", "a byte order mark before it", bytes),
            MismatchForm.InDoubleQuotes or MismatchForm.InSingleQuotes => Added("quotes", "quotes around it", bytes),
            MismatchForm.HexDecoded => Decoded("hex", "hexadecimal", bytes),
            MismatchForm.Base64Decoded => Decoded("base64", "base64", bytes),
            MismatchForm.Undecoded => Undecoded(value, "", bytes),
            MismatchForm.UndecodedWithLineEnd => Undecoded(value, " plus a line end", bytes),
            _ => Removed(Surplus.Between(value.DangerousGetText(), bytes), bytes),
        };

    private static IEnumerable<DerivedForm> OfText(byte[] text)
    {
        var characters = Encoding.UTF8.GetString(text);
        var visible = new string([
            .. characters.Where(c =>
                char.GetUnicodeCategory(c) != UnicodeCategory.Format && c is not ('\u2800' or '\u3164')
            ),
        ]);
        if (visible.Length > 0 && visible.Length < characters.Length)
        {
            yield return Removed(new Surplus("invisible", "invisible characters"), Encoding.UTF8.GetBytes(visible));
        }

        foreach (var (before, behind) in Usual)
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes(before), .. text, .. Encoding.UTF8.GetBytes(behind)];
            var surplus = Surplus.Between(bytes, text);
            yield return Added(surplus.Code, surplus.Text, bytes);
        }

        yield return Added("invisible", "invisible characters", [.. text, .. Encoding.UTF8.GetBytes("\u200B")]);
        foreach (var digits in (string[])[characters.ToLowerInvariant(), characters.ToUpperInvariant()])
        {
            if (characters.All(char.IsAsciiHexDigit))
            {
                yield return new DerivedForm(
                    "letter_case",
                    "{0} and {1} are the same hexadecimal digits, and differ in the case of the letters",
                    OneText,
                    Encoding.UTF8.GetBytes(digits)
                );
            }
        }

        if (characters.Length % 2 == 0 && characters.All(char.IsAsciiHexDigit))
        {
            foreach (var written in Base64TextsOf(Convert.FromHexString(characters)))
            {
                yield return Rewritten("hexadecimal", "base64", written);
            }
        }
        else if (SecretEncodings.TryDecodeBase64(characters, out var decoded))
        {
            foreach (var written in HexTextsOf(decoded))
            {
                yield return Rewritten("base64", "hexadecimal", written);
            }

            foreach (var written in Base64TextsOf(decoded))
            {
                yield return Rewritten("base64", "another base64", written);
            }
        }

        foreach (var written in Base64TextsOf(text))
        {
            yield return Encoded("base64", written);
        }

        foreach (var written in HexTextsOf(text))
        {
            yield return Encoded("hex", written);
        }
    }

    private static IEnumerable<DerivedForm> OfBytes(VisibleValue value)
    {
        if (value.DangerousGetBytes() is not { } bytes)
        {
            yield break;
        }

        foreach (var written in Base64TextsOf(bytes))
        {
            yield return Encoded("base64", written);
        }

        foreach (var written in HexTextsOf(bytes))
        {
            yield return Encoded("hex", written);
        }
    }

    private static DerivedForm Added(string code, string what, byte[] bytes) =>
        new(code, $"{{1}} is {{0}} plus {what}", "Remove that from {1}: the bare value stands alone.", bytes);

    private static DerivedForm Removed(Surplus surplus, byte[] bytes) =>
        new(
            surplus.Code,
            $"{{0}} is {{1}} plus {surplus.Text}",
            "Remove that from {0}: the bare value stands alone.",
            bytes
        );

    private static DerivedForm Decoded(string code, string name, byte[] bytes) =>
        new(code, $"{{1}} is the {bytes.Length} bytes that the {name} text of {{0}} decodes to", OneDecoding, bytes);

    private static DerivedForm Undecoded(VisibleValue value, string end, byte[] bytes) =>
        new(
            value.Encoding == SecretEncoding.Hex ? "hex" : "base64",
            $"{{1}} is the text of {{0}}{end}, which is decoded on its own side",
            OneDecoding,
            bytes
        );

    private static DerivedForm Encoded(string code, string written) =>
        new(
            code,
            $"{{1}} is the {(code == "hex" ? "hexadecimal" : code)} text of {{0}}",
            OneDecoding,
            Encoding.UTF8.GetBytes(written)
        );

    private static DerivedForm Rewritten(string from, string to, string written) =>
        new(
            "encoding",
            $"{{0}} and {{1}} are the same bytes, as {from} text and as {to} text",
            OneText,
            Encoding.UTF8.GetBytes(written)
        );

    private static IEnumerable<string> HexTextsOf(byte[] bytes) =>
        [Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes)];

    private static IEnumerable<string> Base64TextsOf(byte[] bytes)
    {
        var padded = Convert.ToBase64String(bytes);
        var url = padded.Replace('+', '-').Replace('/', '_');
        return [padded, padded.TrimEnd('='), url, url.TrimEnd('=')];
    }
}
