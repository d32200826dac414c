using WsAuth.Credentials;

namespace WsAuth.Tool.CommandLine;

/// <summary>
/// Tells what a machine made from what a person named. A prefix or a first letter is no evidence: 'key_unknown' is a reason, 'example.env' a file. Letters
/// and digits in disorder are, and base64 that decodes to the beginning of a JSON object.
/// </summary>
internal static class GeneratedText
{
    private const int ShortestTokenPart = 10;
    private const int ShortestRun = 12;
    private const int ShortestUniformRun = 16;
    private const int ShortestRunOfLetters = 20;
    private const int LongestWord = 5;
    private const int LongestIdentifier = 24;

    /// <summary>The kind of token that it surely is; null for anything that may be a name.</summary>
    public static CredentialShape? TokenShapeOf(string text) =>
        CredentialShapes.Of(text) switch
        {
            var shape
            and (CredentialShape.Jwt or CredentialShape.Ticket or CredentialShape.JwtCutOff)
                when IsJsonInBase64(text) => shape,
            CredentialShape.EdgeToken => CredentialShape.EdgeToken,
            CredentialShape.ApiKey when Is(text) || HasUuidAtEnd(text) => CredentialShape.ApiKey,
            _ => null,
        };

    /// <summary>Whether a run of it mixes letters and digits, or cases, as no name does: words end in a number or begin with one.</summary>
    public static bool Is(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || !char.IsAsciiLetterOrDigit(text[i]))
            {
                if (IsGeneratedRun(text.AsSpan(start, i - start)))
                {
                    return true;
                }

                start = i + 1;
            }
        }

        return false;
    }

    /// <summary>Whether it may be the id of a row of a database, as subjects are: hexadecimal, and too short for a secret.</summary>
    public static bool IsIdentifier(string text)
    {
        var id = text[(text.LastIndexOfAny(['|', ':', '_', '/']) + 1)..];
        return id.Length <= LongestIdentifier && id.All(char.IsAsciiHexDigit);
    }

    private static bool IsGeneratedRun(ReadOnlySpan<char> run)
    {
        var (kindChanges, caseChanges) = (0, 0);
        for (var i = 1; i < run.Length; i++)
        {
            kindChanges += char.IsAsciiDigit(run[i]) != char.IsAsciiDigit(run[i - 1]) ? 1 : 0;
            caseChanges += char.IsAsciiLetterLower(run[i - 1]) && char.IsAsciiLetterUpper(run[i]) ? 1 : 0;
        }

        return (run.Length >= ShortestRun && kindChanges >= 3)
            || (run.Length >= ShortestUniformRun && kindChanges >= 2 && kindChanges + caseChanges >= 4)
            || (run.Length >= ShortestUniformRun && kindChanges == 2 && !run.ContainsAnyInRange('a', 'z'))
            || (run.Length >= ShortestRunOfLetters && caseChanges * LongestWord >= run.Length);
    }

    // '{' and then '"', '}', or white space: 'e', the bits 11 and those of the second character.
    private static bool IsJsonInBase64(string text)
    {
        var part = text.AsSpan(0, text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : text.Length);
        return part.Length >= ShortestTokenPart
            && (part[1], part[2])
                is
                    ('y', (>= 'A' and <= 'D') or (>= 'I' and <= 'L'))
                    or
                    ('w', (>= 'k' and <= 'r') or (>= '0' and <= '3'))
                    or
                    ('3', >= '0' and <= '3');
    }

    private static bool HasUuidAtEnd(string text) => text.Length > 36 && Guid.TryParseExact(text[^36..], "D", out _);
}
