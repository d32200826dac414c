namespace WsAuth.Tokens.Ticket;

/// <summary>What may be the path that a ticket is for: the decoded path of a URL and nothing else.</summary>
internal static class TicketPath
{
    private const int Longest = 512;

    /// <summary>What is wrong with it, as the end of a sentence; null where it is a path.</summary>
    public static string? FindFault(string? path) =>
        string.IsNullOrEmpty(path) || path[0] != '/' ? "has to begin with '/'"
        : path.Length > Longest ? $"has to have at most {Longest} characters"
        : path.StartsWith("//", StringComparison.Ordinal) ? "must not begin with '//', which names a host"
        : path.AsSpan().ContainsAny('?', '#', '\\') ? "must not hold '?', '#' or a backslash: it is the path alone"
        : path.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? "must not hold control characters, or any beyond U+FFFF"
        : null;
}
