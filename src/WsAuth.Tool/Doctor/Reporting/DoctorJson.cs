using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>The report for machines; its members are documented in docs/tool-doctor.md and keep their meaning.</summary>
internal static class DoctorJson
{
    public static void Write(Utf8JsonWriter writer, DoctorReport report)
    {
        var diagnosis = report.Seen.Primary?.Diagnosis;
        var ticket = report.Seen.NoTicket?.Answer;
        writer.WriteString("url"u8, report.Url);
        writer.WriteString("phase"u8, diagnosis is null ? null : Name(diagnosis.Phase.ToString()));
        WriteNumber(writer, "status", diagnosis?.Status ?? ticket?.Status);
        WriteNumber(writer, "close_code", diagnosis?.CloseCode);
        writer.WriteString("reason"u8, diagnosis is null ? ticket?.Reason : diagnosis.Reason);
        writer.WriteString("code"u8, diagnosis?.Facts.Explanation?.Code);
        writer.WriteString("attempt"u8, diagnosis is null ? ticket?.AttemptId : diagnosis.AttemptId);
        WriteVerdict(writer, report);
        WriteTexts(writer, "unknown", report.Unknown);
        if (report.AnsweredBy is { } answerer)
        {
            writer.WriteStartObject("answered_by"u8);
            writer.WriteString("name"u8, answerer.Name);
            writer.WriteString("confidence"u8, Name(answerer.Confidence.ToString()));
            writer.WriteString("because"u8, answerer.Because);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("answered_by"u8);
        }

        writer.WriteStartArray("steps"u8);
        foreach (var step in report.Steps)
        {
            WriteStep(writer, step);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("handshakes"u8);
        foreach (var attempt in report.Seen.Attempts)
        {
            WriteAttempt(writer, attempt);
        }

        writer.WriteEndArray();
        WriteSecrets(writer, report.Seen.Secrets);
    }

    private static void WriteVerdict(Utf8JsonWriter writer, DoctorReport report)
    {
        writer.WriteStartObject("verdict"u8);
        writer.WriteString("cause"u8, report.Verdict.Cause);
        writer.WriteString("change"u8, report.Verdict.Change);
        writer.WriteString("side"u8, Name(report.Verdict.Side.ToString()));
        writer.WriteString("place"u8, report.Verdict.Place);
        writer.WriteString("confidence"u8, Name(report.Verdict.Confidence.ToString()));
        WriteTexts(writer, "evidence", report.Verdict.Evidence);
        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, DoctorStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, step.Name);
        writer.WriteString(
            "outcome"u8,
            step.Outcome == StepOutcome.Skipped ? "not_run" : Name(step.Outcome.ToString())
        );
        writer.WriteString("seen"u8, step.Seen);
        WriteNumber(writer, "milliseconds", step.Elapsed is { } took ? (int)Math.Round(took.TotalMilliseconds) : null);
        writer.WriteEndObject();
    }

    private static void WriteAttempt(Utf8JsonWriter writer, Attempt attempt)
    {
        writer.WriteStartObject();
        writer.WriteString("what"u8, attempt.What);
        writer.WriteBoolean("opened"u8, attempt.Opened);
        WriteNumber(writer, "status", attempt.Diagnosis.Status);
        WriteNumber(writer, "close_code", attempt.Diagnosis.CloseCode);
        writer.WriteString("reason"u8, attempt.Diagnosis.Reason);
        writer.WriteString("attempt"u8, attempt.Diagnosis.AttemptId);
        writer.WriteEndObject();
    }

    private static void WriteSecrets(Utf8JsonWriter writer, SecretComparison? secrets)
    {
        if (secrets is null)
        {
            writer.WriteNull("secrets"u8);
            return;
        }

        writer.WriteStartObject("secrets"u8);
        writer.WriteString("name"u8, secrets.Name);
        writer.WriteString(
            "verdict"u8,
            secrets.IsHeld switch
            {
                true => "equal",
                false => "different",
                null => "unknown",
            }
        );
        writer.WriteString("own_fingerprint"u8, secrets.OwnFingerprint);
        writer.WriteString("own_source"u8, secrets.OwnSource);
        writer.WriteString("server_environment"u8, secrets.ServerEnvironment);
        writer.WriteString("server_fingerprint"u8, secrets.InForce?.Fingerprint);
        writer.WriteString("server_source"u8, secrets.InForce?.Source);
        writer.WriteString("server_has_own_value_in"u8, secrets.Shadowed?.Source);
        writer.WriteEndObject();
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

    private static string Name(string value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value);
}
