using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WsAuth.Tool.CommandLine;

/// <summary>What is said of an exception that nobody expected: its type, and where it was thrown when asked for. Never its message, which may quote a secret.</summary>
internal static class Defects
{
    public static string Describe(Exception defect, IEnumerable<string> arguments)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"wsauth: a defect of this tool ({defect.GetType().Name})");
        if (!arguments.Contains(CommonOptions.VerboseName))
        {
            return text.Append("; run it again with --verbose to see where, and report that.").ToString();
        }

        text.Append(':');
        foreach (var frame in new StackTrace(defect).GetFrames())
        {
            var method = frame.GetMethod();
            text.Append(CultureInfo.InvariantCulture, $"\n  at {method?.DeclaringType?.FullName}.{method?.Name}");
        }

        return text.ToString();
    }
}
