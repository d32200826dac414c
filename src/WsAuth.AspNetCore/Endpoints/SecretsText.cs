using System.Globalization;
using System.Text;
using System.Text.Json;
using WsAuth.KeySets;
using WsAuth.Secrets;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>The resolution of secrets and issuers' keys for people: the block of the log, and one like it.</summary>
internal static class SecretsText
{
    public static string Write(SecretReport report, IReadOnlyList<KeySetReport> keySets)
    {
        var text = new StringBuilder().Append(report).Append('\n');
        foreach (var warning in report.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: {warning}\n");
        }

        if (keySets.Count > 0)
        {
            text.Append("Public keys of issuers:\n");
        }

        foreach (var set in keySets)
        {
            var age = set.Age is { } known ? $"read {(long)known.TotalSeconds} s ago" : "never read";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {set.Name}: {set.Issuer ?? "any issuer"}, from {set.Origin}, {age}"
            );
            text.Append(set.Fault is null ? "\n" : $"; {set.Fault}\n");
            foreach (var key in set.Keys)
            {
                // The issuer's own text.
                var id = key.KeyId is null ? "without kid" : $"kid {JsonSerializer.Serialize(key.KeyId)}";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"    {key.Algorithm}  {key.Fingerprint}  {id}  {key.AcceptedCount} accepted\n"
                );
            }
        }

        return text.Replace("\r\n", "\n").ToString();
    }
}
