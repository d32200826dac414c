using System.Text.RegularExpressions;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>A line of a <c>.env</c> file or a shell, as it is pasted to ask about its value: <c>EDGE_SECRET=…</c>.</summary>
internal static partial class Assignment
{
    public static string TakeOff(string text, List<string> peeled)
    {
        if (Line().Match(text) is not { Success: true } line)
        {
            return text;
        }

        // The name is not repeated: base64 that ends in '=' has none.
        peeled.Add("a variable's name before it");
        return line.Groups["value"].Value;
    }

    [GeneratedRegex(@"^(export\s+)?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+=(?<value>[^=\s;][^;\r\n]*)$")]
    private static partial Regex Line();
}
