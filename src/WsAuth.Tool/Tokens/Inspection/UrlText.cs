namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>URLs as they are pasted: whole, or from the path or the query on.</summary>
internal static class UrlText
{
    /// <summary>Path and query; null where the text is no URL with a query.</summary>
    public static (string Path, string Query)? Split(string text)
    {
        if (text.AsSpan().ContainsAny(" \n\"{"))
        {
            return null;
        }

        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        text = fragment < 0 ? text : text[..fragment];
        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return
                text.StartsWith("access_token=", StringComparison.Ordinal)
                || text.StartsWith("ticket=", StringComparison.Ordinal)
                ? ("/", text)
                : null;
        }

        var before = text[..query];
        var scheme = before.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var slash = before.IndexOf('/', scheme + 3);
            before = slash < 0 ? "/" : before[slash..];
        }

        return before.Length == 0 || before[0] == '/'
            ? (before.Length == 0 ? "/" : Uri.UnescapeDataString(before), text[(query + 1)..])
            : null;
    }

    public static IEnumerable<(string Name, string Value)> Parameters(string query)
    {
        foreach (var piece in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = piece.IndexOf('=', StringComparison.Ordinal);
            yield return end < 0 ? (Decode(piece), "") : (Decode(piece[..end]), Decode(piece[(end + 1)..]));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
