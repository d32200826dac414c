namespace WsAuth.Secrets;

/// <summary>
/// Knows a value where a name belongs, by its shape: a message that repeated it would publish the secret. Names of variables, keys
/// and settings are words, joined by '_', ':', '.' or '-'; generated values are long runs of letters and digits.
/// </summary>
internal static class PastedValue
{
    private const int LongestNamePart = 20;
    private const int MostDigits = 3;

    public static bool Is(ReadOnlySpan<char> name)
    {
        var run = 0;
        var digits = 0;
        foreach (var c in name)
        {
            (run, digits) = char.IsAsciiLetterOrDigit(c) ? (run + 1, digits + (char.IsAsciiDigit(c) ? 1 : 0)) : (0, 0);
            if (run > LongestNamePart && digits > MostDigits)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="Is"/>, for the name of a file: folders of containers and volumes are such runs, and a value has no folder.</summary>
    public static bool IsPath(ReadOnlySpan<char> path) => !path.ContainsAny('/', '\\') && Is(path);
}
