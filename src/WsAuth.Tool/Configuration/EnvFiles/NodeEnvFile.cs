namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>
/// As the package <c>dotenv</c> (16) reads: <c>export</c> and a byte order mark are passed over, <c>#</c> ends a value that is not in quotes wherever it
/// stands, three kinds of quotes may span lines, <c>\n</c> and <c>\r</c> count within double quotes.
/// </summary>
internal sealed class NodeEnvFile
{
    private const string Export = "export";

    private readonly string _text;
    private readonly List<KeyValuePair<string, string>> _variables = [];
    private int _at;

    private NodeEnvFile(string text) => _text = text;

    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        var file = new NodeEnvFile(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        while (file._at < file._text.Length)
        {
            if (!file.ReadVariable())
            {
                file._at = file.EndOfLine(file._at) + 1;
            }
        }

        return file._variables;
    }

    private bool ReadVariable()
    {
        var start = SkipSpace(_at);
        if (_text.AsSpan(start).StartsWith(Export) && SkipSpace(start + Export.Length) > start + Export.Length)
        {
            var behind = SkipSpace(start + Export.Length);
            start = EndOfName(behind) > behind ? behind : start;
        }

        var end = EndOfName(start);
        if (end == start || FindValue(end) is not { } value)
        {
            // The line that the white space led to is the one that is no variable.
            _at = start;
            return false;
        }

        _variables.Add(new(_text[start..end], ReadValue(value)));
        return true;
    }

    // Behind '=', or behind ': '.
    private int? FindValue(int end)
    {
        var sign = SkipSpace(end);
        return sign < _text.Length && _text[sign] == '=' ? sign + 1
            : end + 1 < _text.Length && _text[end] == ':' && IsSpace(_text[end + 1]) ? end + 1
            : null;
    }

    private string ReadValue(int start)
    {
        var quote = SkipSpace(start);
        if (quote < _text.Length && _text[quote] is '"' or '\'' or '`' && FindClosing(quote) is { } closing)
        {
            _at = EndOfLine(closing) + 1;
            return Expand(_text[quote], _text[(quote + 1)..closing]);
        }

        var line = EndOfLine(start);
        _at = line + 1;
        var comment = _text.IndexOf('#', start, line - start);
        var value = Trim(_text[start..(comment < 0 ? line : comment)]);
        return value.Length > 1 && value[0] is '"' or '\'' or '`' && value[^1] == value[0]
                ? Expand(value[0], value[1..^1])
            : value.Length > 0 ? Expand(value[0], value)
            : value;
    }

    // The first quote without a backslash; where something other than a comment follows it, a later one with a backslash.
    private int? FindClosing(int opening)
    {
        var escaped = new Stack<int>();
        for (var i = opening + 1; i < _text.Length; i++)
        {
            if (_text[i] != _text[opening])
            {
                continue;
            }

            if (_text[i - 1] == '\\' && i - 1 > opening)
            {
                escaped.Push(i);
                continue;
            }

            escaped.Push(i);
            break;
        }

        while (escaped.TryPop(out var closing))
        {
            var rest = _text.AsSpan(closing + 1, EndOfLine(closing) - closing - 1).TrimStart();
            if (rest.IsEmpty || rest[0] == '#')
            {
                return closing;
            }
        }

        return null;
    }

    private static string Expand(char quote, string value) =>
        quote == '"'
            ? value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
            : value;

    private int EndOfName(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '.' or '-'))
        {
            end++;
        }

        return end;
    }

    private int EndOfLine(int start)
    {
        var end = start < _text.Length ? _text.IndexOf('\n', start) : -1;
        return end < 0 ? _text.Length : end;
    }

    private int SkipSpace(int start)
    {
        while (start < _text.Length && IsSpace(_text[start]))
        {
            start++;
        }

        return start;
    }

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    // White space of JavaScript: a byte order mark is, U+0085 is not.
    private static bool IsSpace(char c) => c == '\uFEFF' || (char.IsWhiteSpace(c) && c != '\u0085');
}
