using System.Buffers;
using System.Text.Json;
using WsAuth.KeySets;
using WsAuth.Secrets;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>The resolution of secrets and issuers' keys for machines.</summary>
internal static class SecretsJson
{
    public static byte[] Write(SecretReport report, IReadOnlyList<KeySetReport> keySets)
    {
        var body = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            report.WriteTo(writer);
            WriteAll(writer, "issuers", keySets, WriteKeySet);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static void WriteKeySet(Utf8JsonWriter writer, KeySetReport set)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, set.Name);
        WritePresent(writer, "issuer", set.Issuer);
        writer.WriteString("origin"u8, set.Origin);
        if (set.Age is { } age)
        {
            writer.WriteNumber("age_seconds"u8, (long)age.TotalSeconds);
        }

        WritePresent(writer, "fault", set.Fault);
        WriteAll(writer, "keys", set.Keys, WriteIssuerKey);
        writer.WriteEndObject();
    }

    private static void WriteIssuerKey(Utf8JsonWriter writer, IssuerKey key)
    {
        writer.WriteStartObject();
        WritePresent(writer, "kid", key.KeyId);
        writer.WriteString("algorithm"u8, key.Algorithm);
        writer.WriteString("fingerprint"u8, key.Fingerprint);
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
