using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;
using WsAuth.Tool.Tokens.Inspection;
using WsAuth.Tool.Tokens.Minting;

namespace WsAuth.Tool.Tokens;

/// <summary><c>wsauth token</c>: makes credentials from a configuration, and says what becomes of one.</summary>
internal static class TokenCommand
{
    public static Command Create(ToolConsole console)
    {
        var mint = new Command(
            "mint",
            "Makes a credential with the secrets of a configuration, for tests and for trying."
        )
        {
            JwtMintCommand.Create(console),
            EdgeMintCommand.Create(console),
            TicketMintCommand.Create(console),
        };
        mint.WithExamples("wsauth token mint jwt --subject user-1 --environment Staging");
        return new Command("token", "Mints and inspects tokens.")
        {
            mint,
            TokenInspectCommand.Create(console),
        }.WithExamples("wsauth token mint jwt --subject user-1 --expires-in 10m", "wsauth token inspect - < token.txt");
    }
}
