using System.Collections;
using System.Text;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// A structured log state whose template leaves out the parts that are absent: named values for machines, one sentence for
/// people. A generated log method cannot do that, since its template is fixed.
/// </summary>
internal sealed class HandshakeLogEntry(string opening) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _values = new(12);
    private readonly StringBuilder _message = new(opening, 256);
    private readonly StringBuilder _template = new(opening, 160);

    public int Count => _values.Count + 1;

    public KeyValuePair<string, object?> this[int index] =>
        index < _values.Count ? _values[index] : new("{OriginalFormat}", _template.ToString());

    public static string Format(HandshakeLogEntry entry, Exception? exception) => entry.ToString();

    public void Add(string name, string value) => Add("", name, value);

    public void Add(string before, string name, string? value)
    {
        _values.Add(new(name, value));
        _message.Append(before).Append(value);
        _template.Append(before);
        if (value is not null)
        {
            _template.Append('{').Append(name).Append('}');
        }
    }

    public void AddPresent(string before, string name, string? value)
    {
        if (value is not null)
        {
            Add(before, name, value);
        }
    }

    public void Close(string end)
    {
        _message.Append(end);
        _template.Append(end);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _message.ToString();
}
