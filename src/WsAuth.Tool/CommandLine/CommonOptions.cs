using System.CommandLine;

namespace WsAuth.Tool.CommandLine;

/// <summary>Options that mean the same wherever they stand. Each command has its own: an option knows the commands that it stands under.</summary>
internal static class CommonOptions
{
    public const string JsonName = "--json";
    public const string VerboseName = "--verbose";

    /// <summary>On every command that reports.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Print one JSON document instead of text." };

    /// <summary>On every command.</summary>
    public static Option<bool> Verbose() =>
        new(VerboseName) { Description = "Show where a defect of this tool happened.", Recursive = true };
}
