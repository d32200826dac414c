using WsAuth.Client.Diagnosis;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>The sign before each step; in ASCII where the terminal or the locale shows nothing else.</summary>
internal sealed class StepSigns
{
    private static readonly StepSigns Unicode = new("✓", "✗");
    private static readonly StepSigns Ascii = new("+", "X");

    // POSIX: the first one that is set decides.
    private static readonly string[] Locales = ["LC_ALL", "LC_CTYPE", "LANG"];

    private readonly string _passed;
    private readonly string _failed;

    private StepSigns(string passed, string failed) => (_passed, _failed) = (passed, failed);

    public static StepSigns For(ToolConsole console)
    {
        var locale = Locales.Select(console.Variables.Get).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        var isAscii =
            console.Variables.Get("TERM") == "dumb"
            || locale is "C" or "POSIX"
            || (
                locale?.Split('.') is [_, var encoding, ..]
                && !encoding.StartsWith("utf", StringComparison.OrdinalIgnoreCase)
            );
        return isAscii ? Ascii : Unicode;
    }

    public string Of(StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Passed => _passed,
            StepOutcome.Failed => _failed,
            StepOutcome.Warned => "!",
            _ => "-",
        };
}
