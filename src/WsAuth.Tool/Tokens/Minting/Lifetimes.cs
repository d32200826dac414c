using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>Lengths of time on the command line: a whole number and its unit, <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>. A negative one makes an expired token.</summary>
internal static class Lifetimes
{
    private const int LongestDays = 3650;

    public static Option<TimeSpan> Option(string name, TimeSpan usual, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "time",
            DefaultValueFactory = _ => usual,
            CustomParser = Parse,
        };

    /// <summary>The length; null where the text is none.</summary>
    public static TimeSpan? Find(string text)
    {
        if (
            text.Length < 2
            || !int.TryParse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        )
        {
            return null;
        }

        double? days = text[^1] switch
        {
            's' => number / 86400d,
            'm' => number / 1440d,
            'h' => number / 24d,
            'd' => number,
            _ => null,
        };
        return days is null || Math.Abs(days.Value) > LongestDays
            ? null
            : TimeSpan.FromSeconds(Math.Round(days.Value * 86400));
    }

    private static TimeSpan Parse(ArgumentResult result)
    {
        if (result.Tokens is [var token] && Find(token.Value) is { } length)
        {
            return length;
        }

        result.AddError("A time is a whole number and its unit, s, m, h or d: 90s, 10m, 2h, 1d; at most ten years.");
        return default;
    }
}
