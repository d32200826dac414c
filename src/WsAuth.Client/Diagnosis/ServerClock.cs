using System.Globalization;

namespace WsAuth.Client.Diagnosis;

/// <summary>The server's clock as its <c>Date</c> shows it (RFC 9110 §6.6.1), beside this machine's.</summary>
/// <param name="Offset">How far the server's is ahead.</param>
internal sealed record ServerClock(TimeSpan Offset)
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

    public bool IsSkewed => Offset.Duration() > Tolerated;

    /// <summary>Null where the answer has no date, or is an old one out of a cache.</summary>
    public static ServerClock? Of(HttpAnswer answer, DateTimeOffset now) =>
        answer["Age"] is null
        && DateTimeOffset.TryParseExact(
            answer["Date"],
            "R",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? new ServerClock(date - now)
            : null;

    public override string ToString() =>
        IsSkewed
            ? $"the server's clock is {Words(Offset)} {(Offset > TimeSpan.Zero ? "ahead of" : "behind")} this machine's"
            : "the server's clock agrees with this machine's to within 30 s";

    public static string Words(TimeSpan span)
    {
        span = span.Duration();
        return span.TotalMinutes < 2 ? Count(span.TotalSeconds, "s")
            : span.TotalHours < 2 ? Count(span.TotalMinutes, "min")
            : span.TotalDays < 2 ? Count(span.TotalHours, "h")
            : Count(span.TotalDays, "days");
    }

    private static string Count(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value):0} {unit}");
}
