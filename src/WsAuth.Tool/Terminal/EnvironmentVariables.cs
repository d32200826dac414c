using System.Collections;
using WsAuth.Secrets;

namespace WsAuth.Tool.Terminal;

/// <summary>Environment variables that can be listed too, since each of them is a setting: those of this process, or a test's.</summary>
internal sealed class EnvironmentVariables(IReadOnlyDictionary<string, string> all) : IEnvironmentVariables
{
    public IReadOnlyDictionary<string, string> All => all;

    public string? Get(string name) => all.GetValueOrDefault(name);

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
