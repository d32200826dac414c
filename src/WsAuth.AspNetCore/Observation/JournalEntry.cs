using System.Net;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// What the journal keeps of a record: what is shown, and nothing that leads to the request, the credential or a secret. Every text is cut, so
/// that an entry has a largest size.
/// </summary>
internal sealed class JournalEntry
{
    internal const int LongestExplanation = 1024;
    internal const int LongestFix = 512;
    internal const int LongestText = 256;

    public JournalEntry(HandshakeRecord record)
    {
        AttemptId = record.AttemptId;
        At = record.At;
        Endpoint = Cut(record.Endpoint, LongestText);
        Reason = record.Reason;
        Layer = record.Layer;
        Explanation = Cut(record.Explanation, LongestExplanation);
        Fix = Cut(record.Fix, LongestFix);
        Status = record.Status;
        RemoteAddress = record.RemoteAddress;
        Origin = Cut(record.Origin, LongestText);
        CloseCode = record.Ending?.Code;
        CloseText = record.Ending?.Text;
        Kind = record.Kind?.Name;
        Location = record.Location;
        KeyFingerprint = record.KeyFingerprint;
        Caller = record.Decision?.Subject?.GetHashCode(StringComparison.Ordinal);
        SourceName = Cut(record.SourceName, LongestText);
    }

    /// <summary>The server's own id, under which the log has it too.</summary>
    public string AttemptId { get; }

    public DateTimeOffset At { get; }

    public string Endpoint { get; }

    /// <summary>Why it was refused or ended; null where it was accepted, or ended by the application.</summary>
    public Reason? Reason { get; }

    /// <summary>By which code the server ended the socket that it had become; null for a handshake.</summary>
    public int? CloseCode { get; }

    /// <summary>The text that went with it.</summary>
    public string? CloseText { get; }

    /// <summary>Whether it is about the end of a socket.</summary>
    public bool IsEnd => CloseCode is not null;

    public string Layer { get; }

    public string? Explanation { get; }

    public string? Fix { get; }

    public int Status { get; }

    public IPAddress? RemoteAddress { get; }

    public string? Origin { get; }

    public string? Kind { get; }

    public string? Location { get; }

    public string? KeyFingerprint { get; }

    public string? SourceName { get; }

    /// <summary>By what one caller is told from another, and nobody is known; a refresh never changes it.</summary>
    public int? Caller { get; }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Cut(string? text, int longest) =>
        text?.Length > longest ? $"{text.AsSpan(0, longest - 1)}…" : text;
}
