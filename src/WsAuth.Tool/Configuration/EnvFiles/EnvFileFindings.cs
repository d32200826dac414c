using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WsAuth.Secrets;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>What about a <c>.env</c> file makes two sides read "the same" variable differently.</summary>
internal static class EnvFileFindings
{
    /// <summary>One sentence each, about the variables of these names.</summary>
    public static IEnumerable<string> Of(
        IReadOnlyList<EnvFile> files,
        IEnumerable<string> names,
        EnvironmentVariables shell
    )
    {
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            foreach (var file in files)
            {
                if (file.Variables.Count(pair => pair.Key == name) is > 1 and var times)
                {
                    yield return $"{name} stands {times} times in {file.Name}; the last one counts. Remove the others.";
                }

                if (DescribeDisagreement(file, name) is { } disagreement)
                {
                    yield return disagreement;
                }
            }

            var holders = files.Where(file => file.Find(file.Chosen, name) is not null).ToList();
            if (holders.Count > 1 && !holders.TrueForAll(file => AreSame(ValueOf(file), ValueOf(holders[^1]))))
            {
                yield return $"{name} stands in {string.Join(" and ", holders.Select(file => file.Name))} with different values; the one of {holders[^1].Name} is taken here. Some programs take the first.";
            }

            if (holders.Count > 0 && shell.Get(name) is { } other && !AreSame(other, ValueOf(holders[^1])))
            {
                yield return $"{name} is set in this shell too, to another value than in {holders[^1].Name}: a client that is started here uses the shell's, since .env files do not override.";
            }

            string ValueOf(EnvFile file) => file.Find(file.Chosen, name)!;
        }
    }

    private static string? DescribeDisagreement(EnvFile file, string name)
    {
        var values = file.Dialects.Select(dialect => (dialect, value: file.Find(dialect, name))).ToList();
        return values.TrueForAll(read => AreSame(read.value, values[0].value))
            ? null
            : $"{name} of {file.Name} is read differently: {string.Join(", ", values.Select(read => $"{EnvFileDialects.NameOf(read.dialect)} reads {Describe(read.value)}"))}. "
                + "Write the bare value behind '=', in UTF-8 without a byte order mark, without quotes, escapes and a comment: then all read the same.";
    }

    private static string Describe(string? value) =>
        value is null ? "none"
        : value.Length == 0 ? "an empty value"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Encoding.UTF8.GetByteCount(value)} bytes ({SecretFingerprint.Of(value)})"
        );

    private static bool AreSame(string? left, string? right) =>
        left is null || right is null
            ? left is null && right is null
            : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
