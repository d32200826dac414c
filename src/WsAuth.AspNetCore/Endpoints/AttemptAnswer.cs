using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>What is told of an attempt, as JSON.</summary>
internal sealed class AttemptAnswer(HelpAddress help)
{
    // Always of one length.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>What a stranger is told: within a class every answer is the same but for id and time.</summary>
    public ReadOnlyMemory<byte> DescribeClass(HttpContext context, JournalEntry entry) =>
        Write(writer =>
        {
            if (entry is { Reason: null, IsEnd: false })
            {
                writer.WriteString("outcome"u8, "accepted"u8);
                return;
            }

            if (entry.IsEnd)
            {
                writer.WriteString("outcome"u8, "ended"u8);
            }

            writer.WriteString("attempt"u8, entry.AttemptId);
            if (entry.Reason is { } reason)
            {
                writer.WriteString("reason"u8, reason.WireClass);
                writer.WriteString("title"u8, WireClasses.Describe(reason));
                writer.WriteString("help"u8, help.Of(context, reason.WireClass));
                writer.WriteString("retry"u8, NameOf(WireClasses.RetryOf(reason)));
            }

            WriteCloseCode(writer, entry);
            WriteTime(writer, entry);
        });

    /// <summary>What an operator is told: what the log has.</summary>
    public ReadOnlyMemory<byte> DescribeFully(HttpContext context, JournalEntry entry) =>
        Write(writer =>
        {
            writer.WriteString(
                "outcome"u8,
                entry.IsEnd ? "ended"u8
                    : entry.Reason is null ? "accepted"u8
                    : "refused"u8
            );
            writer.WriteString("attempt"u8, entry.AttemptId);
            if (entry.Reason is { } reason)
            {
                writer.WriteString("reason"u8, reason.WireClass);
                writer.WriteString("title"u8, reason.Explanation);
                writer.WriteString("help"u8, help.Of(context, reason.Code));
                writer.WriteString("retry"u8, NameOf(reason.Retry));
                writer.WriteString("code"u8, reason.Code);
                writer.WriteString("layer"u8, entry.Layer);
                WritePresent(writer, "explanation", entry.Explanation);
                WritePresent(writer, "fix", entry.Fix);
                if (!entry.IsEnd)
                {
                    writer.WriteNumber("status"u8, entry.Status);
                }
            }

            WriteCloseCode(writer, entry);
            WritePresent(writer, "close_text", entry.CloseText);

            WriteTime(writer, entry);
            writer.WriteString("endpoint"u8, entry.Endpoint);
            WritePresent(writer, "kind", entry.Kind);
            WritePresent(writer, "location", entry.Location);
            WritePresent(writer, "key", entry.KeyFingerprint);
            WritePresent(writer, "source", entry.SourceName);
            WritePresent(writer, "origin", entry.Origin);
            WritePresent(writer, "remote_address", entry.RemoteAddress?.ToString());
        });

    private static void WriteCloseCode(Utf8JsonWriter writer, JournalEntry entry)
    {
        if (entry.CloseCode is { } code)
        {
            writer.WriteNumber("close_code"u8, code);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, JournalEntry entry) =>
        writer.WriteString("at"u8, entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private static void WritePresent(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string NameOf(RetryAdvice advice) => JsonNamingPolicy.SnakeCaseLower.ConvertName(advice.ToString());

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }
}
