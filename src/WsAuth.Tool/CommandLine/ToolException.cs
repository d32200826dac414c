namespace WsAuth.Tool.CommandLine;

/// <summary>Why a command cannot go on, in one sentence for whoever called it. It never holds a value, only names of places.</summary>
internal sealed class ToolException(ExitCode exitCode, string message) : Exception(message)
{
    public ExitCode ExitCode => exitCode;

    /// <summary>What the question needs cannot be read.</summary>
    public static ToolException Unreadable(string message) => new(ExitCode.Unreadable, message);

    /// <summary>The command was called in a way that cannot be meant.</summary>
    public static ToolException Usage(string message) => new(ExitCode.Usage, message);
}
