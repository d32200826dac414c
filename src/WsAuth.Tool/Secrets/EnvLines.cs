using System.Text;

namespace WsAuth.Tool.Secrets;

/// <summary>The lines of a <c>.env</c> file as bytes: one of them is changed, and all others keep every byte, line endings included.</summary>
internal sealed class EnvLines
{
    private readonly List<byte[]> _lines = [];

    public EnvLines(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var end = content.IndexOf((byte)'\n');
            var length = end < 0 ? content.Length : end + 1;
            _lines.Add(content[..length].ToArray());
            content = content[length..];
        }
    }

    /// <summary>Whether a variable of this name is set, by <c>export</c> too.</summary>
    public bool Holds(string name) => _lines.Exists(line => IsOf(name, line));

    /// <summary>Whether the value that counts goes on in the next line: quotes are opened and not closed.</summary>
    public bool SpansLines(string name)
    {
        var line = _lines.FindLast(line => IsOf(name, line)) ?? [];
        var value = line.AsSpan(Before(name, line).Length);
        value = value[(value.IndexOfAny((byte)'=', (byte)':') + 1)..].Trim(" \t\r\n"u8);
        return value is [(byte)'"' or (byte)'\'' or (byte)'`', ..] && value[1..].IndexOf(value[0]) < 0;
    }

    /// <summary>The content with the value in the last line of that name, which is the one that counts; in a new line where there is none.</summary>
    public byte[] With(string name, string value)
    {
        var lines = new List<byte[]>(_lines);
        var at = lines.FindLastIndex(line => IsOf(name, line));
        if (at >= 0)
        {
            lines[at] =
            [
                .. Before(name, lines[at]),
                .. Encoding.ASCII.GetBytes($"{name}={value}"),
                .. EndOf(lines[at]),
            ];
        }
        else
        {
            var ending = lines.Count > 0 && EndOf(lines[0]) is { Length: > 0 } usual ? usual : "\n"u8.ToArray();
            if (lines.Count > 0 && EndOf(lines[^1]).Length == 0)
            {
                lines[^1] = [.. lines[^1], .. ending];
            }

            lines.Add([.. Encoding.ASCII.GetBytes($"{name}={value}"), .. ending]);
        }

        return [.. lines.SelectMany(line => line)];
    }

    private static bool IsOf(string name, ReadOnlySpan<byte> line)
    {
        var behind = line[Before(name, line).Length..];
        return behind.StartsWith(Encoding.ASCII.GetBytes(name))
            && behind[name.Length..].TrimStart(" \t"u8) is [(byte)'=' or (byte)':', ..];
    }

    // Byte order mark, indentation and 'export ', which stay.
    private static byte[] Before(string name, ReadOnlySpan<byte> line)
    {
        var at = line.IndexOf(Encoding.ASCII.GetBytes(name));
        var before = line[..Math.Max(at, 0)];
        var words = before.StartsWith(Encoding.UTF8.Preamble) ? before[3..] : before;
        return
            words.Trim(" \t"u8) is var word
            && (word.IsEmpty || (word.SequenceEqual("export"u8) && words.Length > word.Length))
            ? before.ToArray()
            : [];
    }

    private static byte[] EndOf(ReadOnlySpan<byte> line) =>
        line.EndsWith("\r\n"u8) ? "\r\n"u8.ToArray()
        : line.EndsWith("\n"u8) ? "\n"u8.ToArray()
        : [];
}
