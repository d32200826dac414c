using System.CommandLine;
using System.CommandLine.Help;
using WsAuth.Tool.Doctor;
using WsAuth.Tool.Reasons;
using WsAuth.Tool.Secrets;
using WsAuth.Tool.Terminal;
using WsAuth.Tool.Tokens;

namespace WsAuth.Tool.CommandLine;

/// <summary>Every command of the tool, one line each.</summary>
internal static class WsAuthCommand
{
    // A plain command, since a RootCommand takes its name from the executable, which is not the one that users type.
    public static Command Create(ToolConsole console)
    {
        var root = new Command(
            "wsauth",
            "Says why a WebSocket handshake is refused, where a secret comes from and what a token holds. Shows no secret."
        )
        {
            new HelpOption(),
            new VersionOption(),
            CommonOptions.Verbose(),
            DoctorCommand.Create(console),
            SecretCommand.Create(console),
            TokenCommand.Create(console),
            ReasonsCommand.Create(console),
        };
        root.WithExamples("wsauth reasons signature_mismatch");
        CommandHelp.Install(root, console);
        return root;
    }
}
