using System.Text.Json;
using WsAuth.Reasons;

namespace WsAuth.Tool.Reasons;

/// <summary>Reasons for machines.</summary>
internal static class ReasonsJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<Reason> reasons)
    {
        writer.WriteStartArray("reasons"u8);
        foreach (var reason in reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, reason.Code);
            WriteNumber(writer, "status", reason.Status == 0 ? null : reason.Status);
            WriteNumber(writer, "close_code", reason.CloseCode);
            writer.WriteString("wire_class"u8, reason.WireClass);
            writer.WriteString("retry"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.Retry.ToString()));
            writer.WriteString("level"u8, reason.Level.ToString());
            writer.WriteNumber("event_id"u8, reason.EventId.Id);
            writer.WriteString("explanation"u8, reason.Explanation);
            writer.WriteString("fix"u8, reason.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
