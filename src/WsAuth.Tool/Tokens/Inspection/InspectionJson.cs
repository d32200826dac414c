using System.Text.Json;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>An inspection for machines.</summary>
internal static class InspectionJson
{
    public static void Write(Utf8JsonWriter writer, TokenInspection inspection)
    {
        writer.WriteBoolean("unverified"u8, true);
        writer.WriteString("notice"u8, TokenInspection.Notice);
        writer.WriteBoolean("accepted"u8, inspection.IsAccepted);
        writer.WriteString("reason"u8, inspection.Decision.Refusal?.Reason.Code);
        writer.WriteString("verdict"u8, inspection.Verdict);
        writer.WriteString("fix"u8, inspection.Fix);
        writer.WriteString("token_reason"u8, inspection.Bare.Refusal?.Reason.Code);
        writer.WriteString("environment"u8, inspection.EnvironmentName);
        writer.WriteString("kind"u8, inspection.Bare.Kind?.Name);
        writer.WriteString("looks_like"u8, inspection.Shape);
        writer.WriteNumber("length"u8, inspection.Length);
        // The fingerprint of a key that was made here would be nobody's.
        var key = EphemeralTicket.IsKey(inspection.Bare.Key) ? null : inspection.Bare.Key;
        writer.WriteString("key_fingerprint"u8, key?.Fingerprint ?? inspection.Bare.IssuerKey?.Fingerprint);
        writer.WriteString("source"u8, inspection.Bare.Key?.Source ?? inspection.Bare.IssuerKey?.Source);
        writer.WriteString("secret"u8, inspection.Secret);
        WriteTexts(writer, "taken_off", inspection.PeeledOff);
        WriteMembers(writer, "header", inspection.Header);
        WriteMembers(writer, "claims", inspection.Claims);
        WriteChecks(writer, inspection);
        WriteTexts(writer, "warnings", inspection.Warnings);
    }

    private static void WriteChecks(Utf8JsonWriter writer, TokenInspection inspection)
    {
        writer.WriteStartArray("checks"u8);
        foreach (var check in inspection.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, check.Name);
            writer.WriteString("state"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(check.State.ToString()));
            writer.WriteBoolean("reached"u8, check.IsReached);
            writer.WriteString("reason"u8, check.Reason);
            writer.WriteString("detail"u8, check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter writer, string name, IEnumerable<TokenMember> members)
    {
        writer.WriteStartArray(name);
        foreach (var member in members)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, member.Name);
            if (member.Value != ShownValues.Hidden)
            {
                writer.WriteString("value"u8, member.Value);
                if (member.Time is { } time)
                {
                    writer.WriteString("time"u8, RelativeTime.Absolute(time));
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
