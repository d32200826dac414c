using System.Globalization;
using WsAuth.Reasons;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Reasons;

/// <summary>The catalogue as columns, a line for each reason.</summary>
internal static class ReasonsText
{
    public static void WriteTable(ToolConsole console, IReadOnlyList<Reason> reasons)
    {
        var widest = reasons.Max(reason => reason.Code.Length);
        console.Output.Write($"{"code".PadRight(widest)}  status  close  what happened\n");
        foreach (var reason in reasons)
        {
            var status = reason.Status == 0 ? "-" : reason.Status.ToString(CultureInfo.InvariantCulture);
            var close = reason.CloseCode?.ToString(CultureInfo.InvariantCulture) ?? "-";
            console.Output.Write($"{reason.Code.PadRight(widest)}  {status, -6}  {close, -5}  {reason.Explanation}\n");
        }
    }
}
