using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// A structured log state whose template leaves out the parts that are absent: named values for machines, one sentence for
/// people, each put together when it is asked for. A generated log method cannot do that, since its template is fixed.
/// </summary>
internal sealed class HandshakeLogEntry(string opening) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<Part> _parts = new(10);
    private string _end = "";

    public int Count => _parts.Count + 1;

    public KeyValuePair<string, object?> this[int index] =>
        index < _parts.Count
            ? new(_parts[index].Name, _parts[index].Value)
            : new("{OriginalFormat}", Write(isTemplate: true));

    public static string Format(HandshakeLogEntry entry, Exception? exception) => entry.ToString();

    public void Add(string name, string value) => Add("", name, value);

    public void Add(string before, string name, string? value) => _parts.Add(new Part(before, name, value));

    public void AddPresent(string before, string name, string? value)
    {
        if (value is not null)
        {
            Add(before, name, value);
        }
    }

    public void Close(string end) => _end = end;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Write(isTemplate: false);

    private string Write(bool isTemplate)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        text.AppendLiteral(opening);
        foreach (var (before, name, value) in _parts)
        {
            text.AppendLiteral(before);
            if (value is not null)
            {
                text.AppendLiteral(isTemplate ? $"{{{name}}}" : value);
            }
        }

        text.AppendLiteral(_end);
        return text.ToStringAndClear();
    }

    private readonly record struct Part(string Before, string Name, string? Value);
}
