using System.Text.RegularExpressions;

namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary><c>${NAME}</c> and <c>${NAME:-otherwise}</c>, which python-dotenv replaces in every value, in quotes or not.</summary>
internal static partial class PythonInterpolation
{
    public static string Resolve(string value, IEnumerable<KeyValuePair<string, string>> earlier) =>
        value.Contains("${", StringComparison.Ordinal)
            ? Reference()
                .Replace(
                    value,
                    reference =>
                        earlier.LastOrDefault(variable => variable.Key == reference.Groups["name"].Value).Value
                        ?? reference.Groups["otherwise"].Value
                )
            : value;

    [GeneratedRegex(@"\$\{(?<name>[^}:]*)(:-(?<otherwise>[^}]*))?\}")]
    private static partial Regex Reference();
}
