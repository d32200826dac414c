using System.Collections;
using System.Collections.Concurrent;
using WsAuth.Secrets;

namespace WsAuth.Tool.Terminal;

/// <summary>Environment variables that can be listed too, since each of them is a setting: those of this process, or a test's.</summary>
internal sealed class EnvironmentVariables(IReadOnlyDictionary<string, string> all) : IEnvironmentVariables
{
    private readonly ConcurrentDictionary<string, byte> _asked = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> All => all;

    /// <summary>The names that were asked for: those that the configuration makes a difference with.</summary>
    public ICollection<string> Asked => _asked.Keys;

    public string? Get(string name)
    {
        _asked.TryAdd(name, 0);
        return all.GetValueOrDefault(name);
    }

    public static EnvironmentVariables OfProcess()
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var all = new Dictionary<string, string>(names);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            all[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new EnvironmentVariables(all);
    }
}
