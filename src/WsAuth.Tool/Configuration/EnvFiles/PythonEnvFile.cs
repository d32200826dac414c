using System.Text;

namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>
/// As <c>python-dotenv</c> reads: a byte order mark is part of the first name, <c>#</c> ends a value only behind white space, text behind a closing
/// quote makes the line void, <c>${NAME}</c> is replaced by an earlier value.
/// </summary>
internal sealed class PythonEnvFile
{
    private const string Export = "export";

    private readonly string _text;
    private readonly List<KeyValuePair<string, string>> _variables = [];
    private int _at;

    private PythonEnvFile(string text) => _text = text;

    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        // Python opens text files with every line ending made '\n'.
        var file = new PythonEnvFile(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        file.SkipSpace();
        while (file._at < file._text.Length)
        {
            file.ReadBinding();
            file.SkipSpace();
        }

        return file._variables;
    }

    private void ReadBinding()
    {
        if (_text.AsSpan(_at).StartsWith(Export))
        {
            var behind = BehindBlanks(_at + Export.Length);
            _at = behind > _at + Export.Length ? behind : _at;
        }

        var name = ReadName();
        _at = BehindBlanks(_at);
        string? value = null;
        if (_at < _text.Length && _text[_at] == '=')
        {
            _at = BehindBlanks(_at + 1);
            value = ReadValue();
        }

        var end = EndOfLine();
        var rest = _text.AsSpan(_at, end - _at).TrimStart();
        _at = end;
        if ((rest.IsEmpty || rest[0] == '#') && name is not null && value is not null)
        {
            _variables.Add(new(name, PythonInterpolation.Resolve(value, _variables)));
        }
    }

    private string? ReadName()
    {
        if (_at < _text.Length && _text[_at] == '\'')
        {
            var closing = _text.IndexOf('\'', _at + 1);
            if (closing > _at + 1)
            {
                var quoted = _text[(_at + 1)..closing];
                _at = closing + 1;
                return quoted;
            }

            return null;
        }

        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('=' or '#') && !char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : null;
    }

    private string? ReadValue()
    {
        if (_at < _text.Length && _text[_at] is '"' or '\'')
        {
            var quote = _text[_at];
            if (FindClosing(quote) is not { } closing)
            {
                return null;
            }

            var inner = _text[(_at + 1)..closing];
            _at = closing + 1;
            return Unescape(inner, quote == '"' ? "\\'\"abfnrtv" : "\\'");
        }

        var end = EndOfLine();
        var value = _text[_at..end];
        _at = end;
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '#' && char.IsWhiteSpace(value[i - 1]))
            {
                return value[..i].TrimEnd();
            }
        }

        return value.TrimEnd();
    }

    // The first quote without a backslash, else the last one with.
    private int? FindClosing(char quote)
    {
        int? escaped = null;
        for (var i = _at + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                if (_text[i - 1] != '\\' || i - 1 == _at)
                {
                    return i;
                }

                escaped = i;
            }
        }

        return escaped;
    }

    private static string Unescape(string text, string known)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && known.Contains(text[i + 1], StringComparison.Ordinal))
            {
                i++;
                plain.Append(
                    text[i] switch
                    {
                        'a' => '\a',
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'v' => '\v',
                        _ => text[i],
                    }
                );
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private int EndOfLine()
    {
        var end = _text.IndexOf('\n', _at);
        return end < 0 ? _text.Length : end;
    }

    private int BehindBlanks(int start)
    {
        while (start < _text.Length && _text[start] != '\n' && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        return start;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
