using System.Text;
using WsAuth.Secrets;

namespace WsAuth.Mismatch;

/// <summary>What a shell, an editor, a library or a person makes of a value: every form that a client may have used.</summary>
internal static class ValueForms
{
    /// <summary>How many forms a value has at most.</summary>
    public const int Most = 14;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private static readonly (char Open, char Close)[] Quotes =
    [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('\u201C', '\u201D'),
        ('\u2018', '\u2019'),
    ];

    /// <summary>The forms other than <see cref="MismatchForm.AsItIs"/>, each with its bytes.</summary>
    public static IEnumerable<(MismatchForm Form, byte[] Bytes)> Of(VisibleValue value) =>
        value.Encoding == SecretEncoding.Text ? OfText(value.DangerousGetText()) : OfEncoded(value.DangerousGetText());

    private static IEnumerable<(MismatchForm Form, byte[] Bytes)> OfText(byte[] text)
    {
        yield return (MismatchForm.WithLineFeed, [.. text, (byte)'\n']);
        yield return (MismatchForm.WithCarriageReturnLineFeed, [.. text, (byte)'\r', (byte)'\n']);
        yield return (MismatchForm.WithByteOrderMark, [.. Encoding.UTF8.Preamble, .. text]);
        yield return (MismatchForm.InDoubleQuotes, [(byte)'"', .. text, (byte)'"']);
        yield return (MismatchForm.InSingleQuotes, [(byte)'\'', .. text, (byte)'\'']);
        if (Read(text) is not { } characters)
        {
            yield break;
        }

        foreach (var (form, less) in Less(characters))
        {
            yield return (form, Encoding.UTF8.GetBytes(less));
        }

        var bare = Bare(characters);
        if (SecretEncodings.Decode(SecretEncoding.Hex, Encoding.UTF8.GetBytes(bare), out _) is { Length: > 0 } decoded)
        {
            yield return (MismatchForm.HexDecoded, decoded);
        }

        if (SecretEncodings.TryDecodeBase64(bare, out var bytes))
        {
            yield return (MismatchForm.Base64Decoded, bytes);
        }
    }

    private static IEnumerable<(MismatchForm Form, byte[] Bytes)> OfEncoded(byte[] text)
    {
        yield return (MismatchForm.Undecoded, text);
        yield return (MismatchForm.UndecodedWithLineEnd, [.. text, (byte)'\n']);
        yield return (MismatchForm.UndecodedWithLineEnd, [.. text, (byte)'\r', (byte)'\n']);
    }

    // What is dropped at the ends, alone and together.
    private static IEnumerable<(MismatchForm Form, string Text)> Less(string text)
    {
        var trimmed = text.Trim();
        var unmarked = text.TrimStart('\uFEFF');
        var unquoted = Unquote(trimmed);
        var bare = Bare(text);
        if (trimmed.Length > 0 && trimmed.Length < text.Length)
        {
            yield return (MismatchForm.Trimmed, trimmed);
        }

        if (unmarked.Length > 0 && unmarked.Length < text.Length)
        {
            yield return (MismatchForm.WithoutByteOrderMark, unmarked);
        }

        if (unquoted.Length > 0 && unquoted.Length < trimmed.Length)
        {
            yield return (MismatchForm.Unquoted, unquoted);
        }

        if (bare.Length > 0 && bare.Length < Math.Min(unquoted.Length, unmarked.Length))
        {
            yield return (MismatchForm.Bare, bare);
        }
    }

    private static string Bare(string text) => Unquote(text.Trim().TrimStart('\uFEFF').Trim()).Trim();

    private static string Unquote(string text) =>
        text.Length > 2 && Quotes.Contains((text[0], text[^1])) ? text[1..^1] : text;

    private static string? Read(byte[] text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
