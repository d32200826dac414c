using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WsAuth.Secrets;

/// <summary>
/// The resolution of every named secret in use, as data and, by <see cref="ToString"/>, as one readable block: names,
/// lengths, fingerprints and notes, never a value.
/// </summary>
/// <param name="EnvironmentName">The environment in force, for example <c>Staging</c>.</param>
/// <param name="EnvironmentOrigin">Where that name came from.</param>
/// <param name="Secrets">The named secrets, by name.</param>
public sealed record SecretReport(
    string EnvironmentName,
    string EnvironmentOrigin,
    IReadOnlyList<SecretResolution> Secrets
)
{
    /// <summary>Everything an operator is warned about, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. Secrets.SelectMany(secret => secret.Warnings), .. SharedValues()];

    /// <summary>The block as it is logged.</summary>
    public override string ToString()
    {
        var block = new StringBuilder();
        block.Append(CultureInfo.InvariantCulture, $"Secrets in environment {EnvironmentName} ({EnvironmentOrigin}):");
        foreach (var secret in Secrets)
        {
            Append(block, secret);
        }

        return block.ToString();
    }

    /// <summary>Writes it as members of the JSON object that is open: <c>environment</c>, <c>secrets</c> and <c>warnings</c>, as the diagnostics
    /// endpoint and <c>wsauth secret explain --json</c> show them.</summary>
    /// <param name="writer">Writes; inside of an object.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SecretReportJson.Write(writer, this);
    }

    private static void Append(StringBuilder block, SecretResolution secret)
    {
        block.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {secret.Name}: ");
        block.Append(
            secret.Ring.Current is null ? "UNAVAILABLE"
            : secret.IsDegraded ? $"DEGRADED, the last good value {secret.Ring.DescribeCurrent()} stays in force"
            : $"in force {secret.Ring.DescribeCurrent()}"
        );
        block.Append(secret.IsBuiltInOrder ? ", built-in order" : "");
        var widest = secret.Rows.Select(row => row.Source.Length).DefaultIfEmpty().Max();
        foreach (var row in secret.Rows)
        {
            var position = row.IsPrevious ? $"p{row.Position}" : row.Position.ToString(CultureInfo.InvariantCulture);
            var length = row.Length is { } bytes ? $"{bytes} bytes" : "";
            var line =
                $"    {position, -2}  {row.Source.PadRight(widest)}  {row.StateName, -18}  {length, -10}  {row.Fingerprint, -15}  {string.Join("; ", row.Notes)}";
            block.Append(Environment.NewLine).Append(line.TrimEnd());
        }

        if (secret.Fault is not null)
        {
            block.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}    {secret.Fault}");
        }
    }

    private IEnumerable<string> SharedValues() =>
        Secrets
            .Where(secret => secret.Ring.Current is { } key && key.Fingerprint != SecretFingerprint.Weak)
            .GroupBy(secret => secret.Ring.Current!.Fingerprint)
            .Where(group => group.Count() > 1)
            .Select(group =>
                $"The secrets {string.Join(" and ", group.Select(secret => $"'{secret.Name}'"))} hold the same value ({group.Key}); who can use one can use the other. Give each its own."
            );
}
