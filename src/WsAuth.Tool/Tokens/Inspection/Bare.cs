using System.Globalization;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>Takes off a credential what came to it by copying: white space, quotes, the scheme, an encoding too many.</summary>
internal static class Bare
{
    private const int MostLayers = 8;

    public static string Of(string text, List<string> peeled)
    {
        for (var layer = 0; layer < MostLayers; layer++)
        {
            var inner = TakeOne(TakeOffSpace(text, peeled), peeled);
            if (inner.Length == text.Length)
            {
                break;
            }

            text = inner;
        }

        return Join(text, peeled);
    }

    /// <summary>Takes off white space, line endings, byte order marks and what cannot be seen.</summary>
    public static string TakeOffSpace(string text, List<string> peeled)
    {
        var begin = 0;
        var end = text.Length;
        while (begin < end && IsSpace(text[begin]))
        {
            begin++;
        }

        while (end > begin && IsSpace(text[end - 1]))
        {
            end--;
        }

        if (end - begin == text.Length)
        {
            return text;
        }

        var around = text[..begin] + text[end..];
        peeled.Add(
            around.AsSpan().ContainsAny('\n', '\r') ? "line endings around it"
            : around.Any(c => !char.IsWhiteSpace(c)) ? "invisible characters around it"
            : "white space around it"
        );
        return text[begin..end];
    }

    private static string TakeOne(string text, List<string> peeled)
    {
        if (text.Length > 1 && text[0] is '"' or '\'' or '`' && text[^1] == text[0])
        {
            peeled.Add("quotes around it");
            return text[1..^1];
        }

        if (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            peeled.Add("the scheme 'Bearer'");
            return text["Bearer ".Length..];
        }

        return text;
    }

    // A token that was wrapped in a mail, or encoded once more for a URL.
    private static string Join(string text, List<string> peeled)
    {
        if (
            text.StartsWith("ey", StringComparison.Ordinal)
            && text.Any(IsSpace)
            && !text.Contains(';', StringComparison.Ordinal)
        )
        {
            peeled.Add("white space within it");
            text = string.Concat(text.Where(c => !IsSpace(c)));
        }

        if (
            text.Contains("%2E", StringComparison.OrdinalIgnoreCase)
            || text.Contains("%3D", StringComparison.OrdinalIgnoreCase)
            || text.Contains("%2B", StringComparison.OrdinalIgnoreCase)
        )
        {
            peeled.Add("a URL encoding");
            text = Uri.UnescapeDataString(text);
        }

        return text;
    }

    private static bool IsSpace(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
