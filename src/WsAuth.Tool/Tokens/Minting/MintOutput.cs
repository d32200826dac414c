using WsAuth.Reasons;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>The token alone on standard output, so that <c>$(wsauth token mint …)</c> is the token; everything else on standard error.</summary>
internal static class MintOutput
{
    public static int Write(ToolConsole console, string command, MintedCredential minted, bool isJson)
    {
        if (isJson)
        {
            WriteJson(console, command, minted);
            return (int)ExitCode.Fine;
        }

        var now = console.Clock.GetUtcNow();
        console.Error.Write(
            $"{minted.Kind} for {ClientText.Quote(minted.Subject)}, signed with {minted.Signer} in {minted.Environment}\n"
        );
        var isPast = minted.ExpiresAt <= now;
        console.Error.Write($"{(isPast ? "expired" : "expires")} {RelativeTime.Both(minted.ExpiresAt, now)}\n");
        var styled = console.StyledError;
        foreach (var warning in minted.Warnings)
        {
            styled.Write(new Spectre.Console.Markup("[yellow]warning:[/] "));
            console.Error.Write(warning + "\n");
        }

        console.Output.Write(minted.DangerousGetText() + "\n");
        return (int)ExitCode.Fine;
    }

    private static void WriteJson(ToolConsole console, string command, MintedCredential minted) =>
        JsonReport.Write(
            console,
            command,
            ExitCode.Fine,
            writer =>
            {
                var now = console.Clock.GetUtcNow();
                writer.WriteString("token"u8, minted.DangerousGetText());
                writer.WriteString("kind"u8, minted.Kind.Name);
                writer.WriteString("subject"u8, minted.Subject);
                writer.WriteString("environment"u8, minted.Environment);
                writer.WriteString("source"u8, minted.Source);
                writer.WriteString("key_fingerprint"u8, minted.Fingerprint);
                writer.WriteString("signed_with"u8, minted.Signer);
                writer.WriteString("expires_at"u8, RelativeTime.Absolute(minted.ExpiresAt));
                writer.WriteNumber("expires_in"u8, (long)(minted.ExpiresAt - now).TotalSeconds);
                writer.WriteStartArray("warnings"u8);
                foreach (var warning in minted.Warnings)
                {
                    writer.WriteStringValue(warning);
                }

                writer.WriteEndArray();
            }
        );
}
