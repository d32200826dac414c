using System.Collections.Concurrent;
using WsAuth.Secrets;

namespace WsAuth.Testing;

/// <summary>Environment variables of one test alone.</summary>
public sealed class TestVariables : IEnvironmentVariables
{
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? this[string name]
    {
        set
        {
            if (value is null)
            {
                _values.TryRemove(name, out _);
            }
            else
            {
                _values[name] = value;
            }
        }
    }

    public string? Get(string name) => _values.GetValueOrDefault(name);
}
