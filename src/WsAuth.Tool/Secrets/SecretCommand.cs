using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Secrets.Comparing;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets;

/// <summary><c>wsauth secret</c>: everything about secrets, one line for each command.</summary>
internal static class SecretCommand
{
    public static Command Create(ToolConsole console) =>
        new Command("secret", "Where a secret comes from, whether two sides hold the same one, and making one.")
        {
            SecretExplainCommand.Create(console),
            SecretCompareCommand.Create(console),
            SecretGenerateCommand.Create(console),
        }.WithExamples("wsauth secret explain --name edge", "wsauth secret generate --into .env --name EDGE_SECRET");
}
