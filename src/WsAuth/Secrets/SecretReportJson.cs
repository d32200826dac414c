using System.Text.Json;

namespace WsAuth.Secrets;

/// <summary>The resolution of secrets for machines: the same members wherever it is written.</summary>
internal static class SecretReportJson
{
    public static void Write(Utf8JsonWriter writer, SecretReport report)
    {
        writer.WriteStartObject("environment"u8);
        writer.WriteString("name"u8, report.EnvironmentName);
        writer.WriteString("from"u8, report.EnvironmentOrigin);
        writer.WriteEndObject();
        WriteAll(writer, "secrets", report.Secrets, WriteSecret);
        WriteAll(writer, "warnings", report.Warnings, (to, warning) => to.WriteStringValue(warning));
    }

    private static void WriteSecret(Utf8JsonWriter writer, SecretResolution secret)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, secret.Name);
        writer.WriteString(
            "state"u8,
            secret.Ring.Current is null ? "unavailable"
                : secret.IsDegraded ? "degraded"
                : "in_force"
        );
        writer.WriteString("order"u8, secret.Order);
        writer.WriteBoolean("built_in_order"u8, secret.IsBuiltInOrder);
        WritePresent(writer, "fault", secret.Fault);
        WriteAll(writer, "sources", secret.Rows, WriteRow);
        WriteAll(writer, "keys", secret.Ring.Keys, WriteKey);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, SecretSourceRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("source"u8, row.Source);
        writer.WriteNumber("position"u8, row.Position);
        writer.WriteBoolean("previous"u8, row.IsPrevious);
        writer.WriteString("state"u8, row.StateName);
        if (row.Length is { } length)
        {
            writer.WriteNumber("bytes"u8, length);
        }

        WritePresent(writer, "fingerprint", row.Fingerprint);
        WriteAll(writer, "notes", row.Notes, (to, note) => to.WriteStringValue(note));
        writer.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter writer, SecretKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("fingerprint"u8, key.Fingerprint);
        writer.WriteString("source"u8, key.Source);
        writer.WriteBoolean("current"u8, key.IsCurrent);
        WritePresent(writer, "id", key.KeyId);
        if (key.Until is { } until)
        {
            writer.WriteString("until"u8, until);
        }

        writer.WriteNumber("accepted"u8, key.AcceptedCount);
        writer.WriteEndObject();
    }

    private static void WriteAll<T>(
        Utf8JsonWriter writer,
        string name,
        IEnumerable<T> values,
        Action<Utf8JsonWriter, T> write
    )
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            write(writer, value);
        }

        writer.WriteEndArray();
    }

    private static void WritePresent(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
