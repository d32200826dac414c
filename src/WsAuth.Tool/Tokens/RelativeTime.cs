using System.Globalization;

namespace WsAuth.Tool.Tokens;

/// <summary>Times as people read them: in UTC, and how far away.</summary>
internal static class RelativeTime
{
    public static string Absolute(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>in 5 min</c>, <c>3 min ago</c>, <c>now</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        // To the second: ten minutes are ten minutes, whatever passed between two looks at the clock.
        var distance = TimeSpan.FromSeconds(Math.Round((time - now).TotalSeconds));
        return distance == TimeSpan.Zero ? "now"
            : distance > TimeSpan.Zero ? "in " + Describe(distance)
            : Describe(-distance) + " ago";
    }

    public static string Both(DateTimeOffset time, DateTimeOffset now) => $"{Absolute(time)} ({Relative(time, now)})";

    /// <summary>The two largest units of a length of time.</summary>
    public static string Describe(TimeSpan length)
    {
        var (large, unit, small, smaller) = length switch
        {
            { TotalDays: >= 1 } => (length.Days, "d", length.Hours, "h"),
            { TotalHours: >= 1 } => (length.Hours, "h", length.Minutes, "min"),
            { TotalMinutes: >= 1 } => (length.Minutes, "min", length.Seconds, "s"),
            _ => (length.Seconds, "s", 0, ""),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{large} {unit}{(small > 0 ? string.Create(CultureInfo.InvariantCulture, $" {small} {smaller}") : "")}"
        );
    }
}
